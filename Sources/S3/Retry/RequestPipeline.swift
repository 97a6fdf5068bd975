import Synchronization

/// The way of one operation from call to answer.
///
/// 1. Check the call, and hash its body where the signature needs it.
/// 2. For each attempt: credentials, endpoint of the bucket's region, what a broken transfer still misses,
///    signature with the server's clock, exchange.
/// 3. Read an error, also one inside a success; classify it.
/// 4. Refresh credentials, clock or region once each; or draw from the quota and back off; or give up.
final class RequestPipeline: Sendable {
    private struct Learned {
        /// Seconds that the server's clock is ahead of ours.
        var clockSkew: Int64 = 0
        /// Regions of buckets that turned out elsewhere.
        var regions: [String: String] = [:]
        var server: ServerIdentity?
    }

    private let configuration: ClientConfiguration
    private let resolver: EndpointResolver
    private let credentials: CredentialSource
    private let signer: any RequestSigner
    private let transport: any HTTPTransport
    private let clock: any RetryClock
    let quota = RetryQuota()
    let counters = RequestCounters()
    /// Guards what answers have taught.
    private let learned = Mutex(Learned())

    init(
        configuration: ClientConfiguration, credentials: CredentialSource, transport: any HTTPTransport,
        signer: any RequestSigner = SignatureV4(), clock: any RetryClock = SystemRetryClock()
    ) throws(ConfigurationError) {
        self.configuration = configuration
        resolver = try EndpointResolver(configuration: configuration)
        self.credentials = credentials
        self.transport = transport
        self.signer = signer
        self.clock = clock
    }

    /// What the server's answers say of it; nil before the first.
    var server: ServerIdentity? { learned.withLock { $0.server } }

    /// Performs a call.
    ///
    /// - Throws: `S3Error`, after all attempts.
    func send(_ call: OperationCall, receiver: (any ResumableReceiver)? = nil) async throws(S3Error) -> HTTPResponse {
        if let flaw = call.flaw {
            throw S3Error(.invalidInput, code: "InvalidInput", message: flaw, operation: call.operation)
        }
        var state = RetryState(maximum: max(1, configuration.maxAttempts))
        var payload: PayloadHash?
        while true {
            state.sent += 1
            let before = receiver?.delivered ?? 0
            let attempt = await attempt(call, receiver: receiver, payload: &payload, number: state.sent)
            switch attempt {
            case .success(let response):
                quota.giveBack(state.lastCost)
                return response
            case .failure(var failure):
                // Forward progress begins the count again: the quota still bounds a server that always breaks off.
                if let receiver, receiver.delivered > before { state.failed = 0 }
                state.note(failure.error)
                failure.error.attempts = state.sent
                failure.error.mayHaveHappened = state.mayHaveHappened
                try await settle(failure, call: call, state: &state)
            }
        }
    }

    // MARK: One attempt

    /// An attempt that failed, with what the next needs to know.
    private struct Failure: Error {
        var error: S3Error
        var credentials: Credentials?
        var region = ""
        var date: Int64?
        var retryAfter: Double?
    }

    private func attempt(
        _ call: OperationCall, receiver: (any ResumableReceiver)?, payload: inout PayloadHash?, number: Int
    ) async -> Result<HTTPResponse, Failure> {
        guard !Task.isCancelled else { return .failure(Failure(error: cancelled(call))) }
        let signing: Credentials?
        do {
            signing = try await credentials.current()
        } catch {
            let text = error.description
            return .failure(
                Failure(
                    error: S3Error(.credentials(error), code: "Credentials", message: text, operation: call.operation)))
        }
        let (skew, region) = learned.withLock { learned in
            (learned.clockSkew, call.bucket.flatMap { learned.regions[$0] } ?? configuration.region)
        }
        let endpoint: ResolvedEndpoint
        do throws(EndpointError) {
            let place = EndpointRequest(bucket: call.bucket, key: call.key?.bytes, traits: call.endpoint)
            endpoint = try resolver.resolve(place, region: region)
        } catch {
            let text = error.message
            return .failure(
                Failure(
                    error: S3Error(.invalidInput, code: "InvalidInput", message: text, operation: call.operation)))
        }
        var request = HTTPRequest(method: call.method, endpoint: endpoint)
        request.query = call.query
        request.headers = call.headers
        receiver?.prepare(&request)
        if let signing {
            do {
                let hash = try payload ?? BodyHash.of(call.body, scheme: request.endpoint.scheme)
                payload = hash
                signer.sign(&request, payload: hash, credentials: signing, time: clock.now() + skew)
            } catch {
                let cause = TransportError(.source, "the bytes to send cannot be read: \(error)", cause: error)
                return .failure(Failure(error: S3Error(cause, operation: call.operation)))
            }
        }
        let exchange = HTTPExchange(
            request: request, body: call.body, receiver: receiver,
            stallTimeout: configuration.readTimeout * call.patience)
        let before = receiver?.delivered ?? 0
        let outcome: Result<HTTPResponse, TransportError>
        do throws(TransportError) {
            outcome = .success(try await transport.perform(exchange))
        } catch {
            outcome = .failure(error)
        }
        let result = interpret(outcome, call: call, receiver: receiver, credentials: signing, region: region)
        var isFailed = false
        if case .failure = result { isFailed = true }
        let received = (receiver?.delivered ?? 0) - before
        let collected = (try? outcome.get()).map { Int64($0.body.count) } ?? 0
        counters.record(
            call.operation, attempt: number, failed: isFailed, sent: call.body?.count ?? 0,
            received: received + collected)
        return result
    }

    private func interpret(
        _ outcome: Result<HTTPResponse, TransportError>, call: OperationCall, receiver: (any ResumableReceiver)?,
        credentials: Credentials?, region: String
    ) -> Result<HTTPResponse, Failure> {
        var failure = Failure(error: cancelled(call), credentials: credentials, region: region)
        switch outcome {
        case .failure(let error):
            if let receiver, error.code != .cancelled {
                switch receiver.standing {
                case .complete(let response): return .success(response)
                case .changed: failure.error = changed(call)
                case .incomplete: failure.error = S3Error(error, operation: call.operation)
                }
            } else {
                failure.error = S3Error(error, operation: call.operation)
            }
            // The receiver asked to end a transfer that it cannot use: the next attempt may answer properly.
            if error.code == .refused, failure.error.code == "Transport" { failure.error.retryClass = .transient }
            return .failure(failure)
        case .success(let response):
            learn(response)
            failure.date = response["date"].flatMap { Instant(httpDate: $0) }?.seconds
            failure.retryAfter = response["retry-after"].flatMap { Double($0) }
            if response.isSuccess {
                if let receiver {
                    switch receiver.standing {
                    case .complete: return .success(response)
                    case .changed: failure.error = changed(call)
                    case .incomplete:
                        let short = TransportError(.receive, "the body is shorter than promised")
                        failure.error = S3Error(short, operation: call.operation)
                    }
                    return .failure(failure)
                }
                guard call.mayEmbedError, let body = ErrorDocument.read(response.body) else {
                    return .success(response)
                }
                failure.error = S3Error(response, operation: call.operation, method: call.method, body: body)
                return .failure(failure)
            }
            let body = response.body.isEmpty ? nil : ErrorDocument.read(response.body)
            failure.error = S3Error(response, operation: call.operation, method: call.method, body: body)
            failure.error.mayHaveHappened = response.wasRepeated
            // A HEAD cannot say why it is forbidden: a clock that is far off is the likely reason.
            if body == nil, response.status == 403, call.method == "HEAD", let date = failure.date,
                abs(date - clock.now() - learned.withLock { $0.clockSkew }) > 300
            {
                failure.error.retryClass = .clockSkew
            }
            return .failure(failure)
        }
    }

    private func learn(_ response: HTTPResponse) {
        learned.withLock { learned in
            if learned.server == nil { learned.server = ServerIdentity(response) }
        }
    }

    private func cancelled(_ call: OperationCall) -> S3Error {
        S3Error(.cancelled, code: "Cancelled", message: "the task was cancelled", operation: call.operation)
    }

    private func changed(_ call: OperationCall) -> S3Error {
        S3Error(
            .service, code: "PreconditionFailed", message: "the object changed during the transfer",
            operation: call.operation, status: 412)
    }

    // MARK: Between attempts

    /// Makes the next attempt possible.
    ///
    /// - Throws: the failure's error when there is to be none.
    private func settle(_ failure: Failure, call: OperationCall, state: inout RetryState) async throws(S3Error) {
        let error = failure.error
        switch error.retryClass {
        case .never: throw error
        case .corruption:
            guard state.isFirst(.corruption) else { throw error }
        case .credentials:
            guard state.isFirst(.credentials), let rejected = failure.credentials else { throw error }
            await credentials.refresh(rejected: rejected)
            let fresh = try? await credentials.current()
            guard let fresh, fresh != rejected else { throw error }
        case .clockSkew:
            guard state.isFirst(.clockSkew), let date = failure.date else { throw error }
            let skew = date - clock.now()
            learned.withLock { $0.clockSkew = skew }
        case .redirect:
            guard state.isFirst(.redirect), let bucket = call.bucket, let region = error.region, !region.isEmpty,
                region != failure.region
            else { throw error }
            learned.withLock { $0.regions[bucket] = region }
        case .transient, .throttling:
            state.failed += 1
            guard state.failed < state.maximum else { throw error }
            var cost = RetryQuota.retryCost
            if case .transport(let transport) = error.kind, transport.code == .stalled { cost = RetryQuota.timeoutCost }
            guard quota.take(cost) else { throw error }
            state.lastCost = cost
            let delay = Backoff.delay(
                after: state.failed, error.retryClass, jitter: clock.jitter(), retryAfter: failure.retryAfter)
            await clock.sleep(seconds: delay)
        }
        if Task.isCancelled {
            var ended = cancelled(call)
            ended.attempts = state.sent
            ended.mayHaveHappened = state.mayHaveHappened
            throw ended
        }
    }
}

/// What the attempts of one call have used up.
private struct RetryState {
    let maximum: Int
    /// Requests sent.
    var sent = 0
    /// Attempts that failed in a row, without progress between them.
    var failed = 0
    var lastCost = 0
    private(set) var mayHaveHappened = false
    private var done: Set<RetryClass> = []

    init(maximum: Int) { self.maximum = maximum }

    /// Whether a remedy is tried for the first time.
    mutating func isFirst(_ remedy: RetryClass) -> Bool { done.insert(remedy).inserted }

    mutating func note(_ error: S3Error) {
        if error.mayHaveHappened { mayHaveHappened = true }
        switch error.kind {
        case .transport(let transport):
            switch transport.code {
            case .resolve, .connect, .handshake, .certificate, .unsendable: break
            default: mayHaveHappened = true
            }
        case .service: if error.status >= 500 || error.status == 200 { mayHaveHappened = true }
        case .cancelled: if sent > 0 { mayHaveHappened = true }
        default: break
        }
    }
}
