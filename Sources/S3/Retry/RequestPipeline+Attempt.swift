extension RequestPipeline {
    /// One exchange: signed, sent, read and counted.
    ///
    /// - Parameters:
    ///   - payload: what the first attempt finds out about the body, for the others.
    ///   - number: the attempt's, from 1.
    func attempt(
        _ call: OperationCall, receiver: (any ResumableReceiver)?, payload: inout PayloadHash?, number: Int,
        deadline: Deadline?
    ) async -> Result<HTTPResponse, AttemptFailure> {
        guard !Task.isCancelled else { return .failure(AttemptFailure(.cancelled(call))) }
        let signing: Credentials?
        do {
            signing = try await credentials.current()
        } catch {
            let text = error.description
            return .failure(
                AttemptFailure(
                    S3Error(.credentials(error), code: "Credentials", message: text, operation: call.operation)))
        }
        let situation = learned.situation(of: call.bucket)
        let region = situation.region ?? configuration.region
        let endpoint: ResolvedEndpoint
        do throws(EndpointError) {
            let place = EndpointRequest(bucket: call.bucket, key: call.key?.bytes, traits: call.endpoint)
            endpoint = try resolver.resolve(place, region: region)
        } catch {
            return .failure(
                AttemptFailure(
                    S3Error(.invalidInput, code: "InvalidInput", message: error.message, operation: call.operation)))
        }
        var request = HTTPRequest(method: call.method, endpoint: endpoint)
        request.query = call.query
        request.headers = call.headers
        receiver?.prepare(&request)
        let now = clock.now() + situation.clockSkew
        if let signing {
            do {
                let hash = try payload ?? BodyHash.of(call.body, scheme: request.endpoint.scheme)
                payload = hash
                signer.sign(&request, payload: hash, credentials: signing, time: now)
            } catch {
                let cause = TransportError(.source, "the bytes to send cannot be read: \(error)", cause: error)
                return .failure(AttemptFailure(S3Error(cause, operation: call.operation)))
            }
        }
        var exchange = HTTPExchange(
            request: request, body: call.body, receiver: receiver,
            stallTimeout: configuration.readTimeout * call.patience)
        if let deadline {
            exchange.timeLimit = deadline.remaining
            guard deadline.remaining > 0 else { return .failure(AttemptFailure(.deadline(call))) }
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
            call: call, receiver: receiver, credentials: signing, region: region,
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
}
