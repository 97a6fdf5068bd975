extension RequestPipeline {
    /// One exchange: signed, sent, read and counted.
    ///
    /// - Parameters:
    ///   - payload: what the first attempt finds out about the body, for the others.
    ///   - number: the attempt's, from 1.
    func attempt(
        _ call: OperationCall, receiver: (any ResumableReceiver)?, payload: inout PreparedPayload?, number: Int,
        deadline: Deadline?
    ) async -> Result<HTTPResponse, AttemptFailure> {
        guard !Task.isCancelled else { return .failure(AttemptFailure(.cancelled(call.operation))) }
        let situation = learned.situation(of: call.bucket)
        let region = situation.region ?? configuration.region
        var request: HTTPRequest
        let signing: Credentials?
        var isSession = false
        do throws(S3Error) {
            request = HTTPRequest(method: call.method, endpoint: try endpoint(of: call, region: region))
            let plain = try await plainCredentials(of: call.operation, until: deadline)
            isSession = plain != nil && request.endpoint.signatureScheme == .express
            signing = isSession ? try await session(call, plain, until: deadline) : plain
            // Once for all attempts.
            if payload == nil { payload = try await prepare(call, request.endpoint, isAnonymous: signing == nil) }
            request.headers = payload?.headers ?? []
        } catch {
            return .failure(AttemptFailure(error))
        }
        request.query = call.query
        receiver?.prepare(&request)
        let now = clock.now() + situation.clockSkew
        if let signing, let hash = payload?.hash {
            signer.sign(&request, payload: hash, credentials: signing, time: now)
        }
        var exchange = HTTPExchange(
            request: request, body: payload?.body, receiver: receiver,
            stallTimeout: configuration.readTimeout * call.patience)
        exchange.expectsContinue = call.body?.expectsContinue ?? false
        exchange.maximumRate = BandwidthLimiter.share
        if let deadline {
            exchange.timeLimit = deadline.remaining
            guard deadline.remaining > 0 else { return .failure(AttemptFailure(.deadline(call.operation))) }
        }
        let before = receiver?.delivered ?? 0
        let outcome: Result<HTTPResponse, TransportError>
        do throws(TransportError) {
            outcome = .success(try await transport.perform(exchange))
        } catch {
            outcome = .failure(error)
        }
        var collected: Int64 = 0
        if case .success(let response) = outcome {
            learned.note(response)
            collected = Int64(response.body.count)
        }
        let reading = AttemptReading(
            call: call, receiver: receiver, credentials: signing, isSession: isSession, region: region,
            now: clock.now() + situation.clockSkew)
        let result = reading.read(outcome)
        var isFailed = false
        if case .failure = result { isFailed = true }
        let received = (receiver?.delivered ?? 0) - before
        counters.record(
            call.operation, attempt: number, failed: isFailed, sent: call.body?.count ?? 0,
            received: received + collected)
        return result
    }

    private func endpoint(of call: OperationCall, region: String) throws(S3Error) -> ResolvedEndpoint {
        do throws(EndpointError) {
            let place = EndpointRequest(bucket: call.bucket, key: call.key?.bytes, traits: call.endpoint)
            return try resolver.resolve(place, region: region)
        } catch {
            throw S3Error(.invalidInput, code: "InvalidInput", message: error.message, operation: call.operation)
        }
    }

    /// The credentials that the provider gives; nil to not sign.
    func plainCredentials(of operation: String, until deadline: Deadline?) async throws(S3Error) -> Credentials? {
        switch await credentials.answer(until: deadline) {
        case .value(.success(let credentials)): return credentials
        case .value(.failure(let error)):
            throw S3Error(.credentials(error), code: "Credentials", message: error.description, operation: operation)
        case .cancelled: throw .cancelled(operation)
        case .deadline: throw .deadline(operation)
        }
    }

    private func prepare(
        _ call: OperationCall, _ endpoint: ResolvedEndpoint, isAnonymous: Bool
    ) async throws(S3Error) -> PreparedPayload {
        let configuration = configuration
        let prepare = { @Sendable () throws -> PreparedPayload in
            try PayloadPreparation.prepare(
                call, endpoint: endpoint, configuration: configuration, isAnonymous: isAnonymous)
        }
        if let body = call.body as? any MeteredBody, body.isOnDisk {
            return try await BlockingThreads.shared.run(call.operation, prepare)
        }
        do {
            return try prepare()
        } catch {
            throw .local(error, call.operation)
        }
    }

    /// The session of the call's directory bucket, made by a CreateSession of its own where there is none.
    func session(
        _ call: OperationCall, _ plain: Credentials?, until deadline: Deadline?
    ) async throws(S3Error) -> Credentials? {
        guard let plain, let bucket = call.bucket else { return plain }
        // The sessions belong to the pipeline, which may go before a load that nobody waits for.
        return try await sessions.session(
            of: bucket, parent: plain, now: clock.now(), until: deadline, for: call.operation
        ) { [weak self] () async throws(S3Error) in
            var create = OperationCall("CreateSession", "GET", bucket: bucket)
            create.ask("session")
            create.endpoint.disablesExpressSessionAuth = true
            guard let self else { throw .cancelled(create.operation) }
            let response = try await self.send(create)
            guard let session = SessionDocument.read(response.body) else {
                throw S3Error(
                    .malformedAnswer, code: "MalformedAnswer", message: "the answer has no session",
                    operation: create.operation)
            }
            return session
        }
    }
}
