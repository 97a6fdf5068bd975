/// Reads what one exchange came to.
struct AttemptReading {
    let call: OperationCall
    let receiver: (any ResumableReceiver)?
    let credentials: Credentials?
    /// Whether those are the session of a directory bucket.
    let isSession: Bool
    let region: String
    /// Seconds since 1970 by the server's clock, as far as it is known.
    let now: Int64

    /// The answer, or why there is none that can be used.
    func read(_ outcome: Result<HTTPResponse, TransportError>) -> Result<HTTPResponse, AttemptFailure> {
        switch outcome {
        case .failure(let error): read(error)
        case .success(let response): response.isSuccess ? read(success: response) : .failure(failure(response))
        }
    }

    private func read(_ error: TransportError) -> Result<HTTPResponse, AttemptFailure> {
        var failure = failure(S3Error(error, operation: call.operation))
        guard let receiver, error.code != .cancelled, error.code != .deadline else { return .failure(failure) }
        switch receiver.conclude() {
        case .complete(let response): return .success(response)
        case .changed: failure.error = changed
        case .corrupted(let message, let isRepeatable): failure.error = corrupted(message, isRepeatable)
        case .error(let response): return .failure(self.failure(response))
        case .incomplete:
            // The receiver ended a transfer that it cannot use: the next attempt may answer properly.
            if error.code == .refused { failure.error.retryClass = .transient }
        }
        return .failure(failure)
    }

    private func read(success response: HTTPResponse) -> Result<HTTPResponse, AttemptFailure> {
        guard let receiver else {
            return EmbeddedError.isIn(response) ? .failure(failure(response)) : .success(response)
        }
        switch receiver.conclude() {
        case .complete: return .success(response)
        case .changed: return .failure(failure(changed))
        case .corrupted(let message, let isRepeatable): return .failure(failure(corrupted(message, isRepeatable)))
        case .error(let response): return .failure(failure(response))
        case .incomplete:
            let short = TransportError(.receive, "the body is shorter than promised")
            return .failure(failure(S3Error(short, operation: call.operation)))
        }
    }

    private func failure(_ error: S3Error) -> AttemptFailure {
        var failure = AttemptFailure(error)
        failure.wasSent = true
        failure.credentials = credentials
        failure.isSession = isSession
        failure.region = region
        return failure
    }

    /// The failure in an answer that is an error.
    private func failure(_ response: HTTPResponse) -> AttemptFailure {
        let body = response.body.isEmpty ? nil : ErrorDocument.read(response.body)
        var failure = failure(S3Error(response, operation: call.operation, method: call.method, body: body))
        failure.error.mayHaveHappened = response.wasRepeated
        failure.date = response["date"].flatMap { Instant(httpDate: $0) }?.seconds
        failure.wish = Backoff.Wish(response, now: failure.date ?? now)
        guard body == nil, call.method == "HEAD" else { return failure }
        // A HEAD cannot say what is wrong: a region other than asked, or a clock that is far off, are likely reasons.
        if response.status == 400, let named = failure.error.region, !named.isEmpty, named != region {
            failure.error.retryClass = .redirect
        } else if response.status == 403, let date = failure.date, abs(date - now) > 300 {
            failure.error.retryClass = .clockSkew
        }
        return failure
    }

    private var changed: S3Error {
        S3Error(
            .service, code: "PreconditionFailed", message: "the object changed during the transfer",
            operation: call.operation, status: 412)
    }

    private func corrupted(_ message: String, _ isRepeatable: Bool) -> S3Error {
        S3Error(
            .malformedAnswer, code: "ChecksumMismatch", message: message, operation: call.operation,
            retryClass: isRepeatable ? .corruption : .never)
    }
}
