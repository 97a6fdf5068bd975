import Synchronization

/// The way of one operation from call to answer.
///
/// 1. Check the call.
/// 2. For each attempt: leave of the rate limiter, credentials, endpoint of the bucket's region, what a broken transfer
///    still misses, signature with the server's clock, exchange (`RequestPipeline+Attempt`).
/// 3. Read an error, also one inside a success; classify it (`AttemptReading`).
/// 4. Refresh credentials, clock or region once each; or draw from the quota and back off; or give up (`Settlement`).
final class RequestPipeline: Sendable {
    let configuration: ClientConfiguration
    let resolver: EndpointResolver
    let credentials: CredentialSource
    let signer: any RequestSigner
    let transport: any HTTPTransport
    let clock: any Timekeeper
    let learned = LearnedFacts()
    let sessions = ExpressSessions()
    let quota: RetryQuota
    let counters = RequestCounters()
    private let settlement: Settlement
    /// Guards the adaptive mode's limiter; nil in the other modes.
    ///
    /// Nothing is called while it is held.
    private let limiter: Mutex<RateLimiter?>

    init(
        configuration: ClientConfiguration, credentials: CredentialSource, transport: any HTTPTransport,
        signer: (any RequestSigner)? = nil, clock: any Timekeeper = SystemTimekeeper()
    ) throws(ConfigurationError) {
        self.configuration = configuration
        resolver = try EndpointResolver(configuration: configuration)
        self.credentials = credentials
        self.transport = transport
        self.signer = signer ?? EndpointSigner(configuration: configuration)
        self.clock = clock
        let quota = RetryQuota()
        self.quota = quota
        settlement = Settlement(rules: RetryRules(configuration), quota: quota)
        limiter = Mutex(configuration.retryMode == .adaptive ? RateLimiter(at: clock.elapsed()) : nil)
    }

    /// What the server's answers say of it; nil before the first.
    var server: ServerIdentity? { learned.server }

    /// Performs a call.
    ///
    /// - Throws: `S3Error`, after all attempts.
    func send(_ call: OperationCall, receiver: (any ResumableReceiver)? = nil) async throws(S3Error) -> HTTPResponse {
        if let flaw = call.flaw {
            throw S3Error(.invalidInput, code: "InvalidInput", message: flaw, operation: call.operation)
        }
        let deadline = deadline()
        var state = RetryState()
        receiver?.begin(call, configuration)
        var payload: PreparedPayload?
        while true {
            if configuration.retryMode == .adaptive { try await awaitLeave(call, state, deadline) }
            state.begin()
            let before = receiver?.delivered ?? 0
            let attempt = await attempt(
                call, receiver: receiver, payload: &payload, number: state.sent, deadline: deadline)
            switch attempt {
            case .success(let response):
                note(isThrottled: false)
                quota.giveBack(state.lastCost)
                return response
            case .failure(var failure):
                state.note(
                    failure.error, wasSent: failure.wasSent, madeProgress: (receiver?.delivered ?? 0) > before)
                // A CreateSession that failed before has counted its own.
                failure.error.attempts = max(failure.error.attempts, state.sent)
                failure.error.mayHaveHappened = state.mayHaveHappened
                // What failed before anything was sent was repeated by itself, if that was worth it.
                guard failure.wasSent else { throw failure.error }
                note(isThrottled: failure.error.retryClass == .throttling)
                try await settle(failure, call, &state, deadline)
            }
        }
    }

    // MARK: Between attempts

    /// Makes the next attempt possible.
    ///
    /// - Throws: the failure's error when there is to be none.
    private func settle(
        _ failure: AttemptFailure, _ call: OperationCall, _ state: inout RetryState, _ deadline: Deadline?
    ) async throws(S3Error) {
        let remedy = settlement.remedy(
            for: failure, of: call, state: &state, now: clock.now(), jitter: clock.jitter())
        switch remedy {
        case .giveUp: throw failure.error
        case .again: break
        case .wait(let seconds): try await wait(seconds, call, state, deadline, after: failure.error)
        case .refresh(let rejected):
            if failure.isSession, let bucket = call.bucket {
                // The next attempt asks for another session.
                sessions.forget(rejected, of: bucket)
                break
            }
            let fresh = try await refreshed(rejected, call, state, deadline)
            if fresh == nil || fresh == rejected {
                // A HEAD cannot say what was wrong; if not the credentials, then perhaps the region.
                guard call.operation == "HeadObject", failure.error.status == 400, let bucket = call.bucket,
                    state.isFirst(.redirect), let region = await region(of: bucket, deadline), region != failure.region
                else { throw failure.error }
                learned.move(bucket, to: region)
            }
        case .setClock(let seconds): learned.setClock(ahead: seconds)
        case .move(let bucket, let named):
            var region = named
            if region == nil { region = await self.region(of: bucket, deadline) }
            guard let region, region != failure.region, HostName.isLabel(region.utf8) else { throw failure.error }
            learned.move(bucket, to: region)
        }
        if Task.isCancelled { throw ended(.cancelled(call.operation), state) }
    }

    private func wait(
        _ seconds: Double, _ call: OperationCall, _ state: RetryState, _ deadline: Deadline?,
        after error: S3Error? = nil
    ) async throws(S3Error) {
        // Waiting for what will not be tried helps nobody.
        if let deadline, deadline.remaining <= seconds {
            throw ended(.deadline(call.operation, after: error), state)
        }
        await clock.sleep(seconds: seconds)
    }

    /// Other credentials than those that the server did not accept; nil when there are none.
    ///
    /// - Throws: the error of a caller who waits no longer.
    private func refreshed(
        _ rejected: Credentials, _ call: OperationCall, _ state: RetryState, _ deadline: Deadline?
    ) async throws(S3Error) -> Credentials? {
        await credentials.refresh(rejected: rejected, until: deadline)
        switch await credentials.answer(until: deadline) {
        case .value(let answer): return try? answer.get()
        case .cancelled: throw ended(.cancelled(call.operation), state)
        case .deadline: throw ended(.deadline(call.operation), state)
        }
    }

    private func ended(_ error: S3Error, _ state: RetryState) -> S3Error {
        var error = error
        error.attempts = state.sent
        error.mayHaveHappened = state.mayHaveHappened
        return error
    }

    /// Where a bucket is; nil when it does not say.
    ///
    /// One HeadBucket.
    private func region(of bucket: String, _ deadline: Deadline?) async -> String? {
        var payload: PreparedPayload?
        let call = OperationCall("HeadBucket", "HEAD", bucket: bucket)
        switch await attempt(call, receiver: nil, payload: &payload, number: 1, deadline: deadline) {
        case .success(let response): return response["x-amz-bucket-region"]
        case .failure(let failure): return failure.error.region
        }
    }

    /// When the calling task's or the configuration's patience ends.
    func deadline() -> Deadline? {
        let own = configuration.operationTimeout.map { Deadline(time: clock.elapsed() + $0, clock: clock) }
        return Deadline.earlier(Deadline.current, own)
    }

    // MARK: Rate

    private func awaitLeave(
        _ call: OperationCall, _ state: RetryState, _ deadline: Deadline?
    ) async throws(S3Error) {
        while case let seconds = limiter.withLock({ $0?.admit(at: clock.elapsed()) ?? 0 }), seconds > 0 {
            // Not less than a millisecond, or rounding might ask again and again.
            try await wait(max(seconds, 0.001), call, state, deadline)
            if Task.isCancelled { throw ended(.cancelled(call.operation), state) }
        }
    }

    /// Tells the adaptive mode's limiter of an answer, or of the want of one.
    private func note(isThrottled: Bool) {
        guard configuration.retryMode == .adaptive else { return }
        limiter.withLock { $0?.note(isThrottled: isThrottled, at: clock.elapsed()) }
    }
}

extension S3Error {
    /// The time for the operation is over.
    static func deadline(_ operation: String, after error: S3Error? = nil) -> S3Error {
        var message = "the time for it is over"
        if let error { message += "; before: \(error.code)\(error.message.isEmpty ? "" : ": \(error.message)")" }
        return S3Error(.deadline, code: "Deadline", message: message, operation: operation)
    }
}
