/// What is repeated, and how, by botocore's retry modes.
struct RetryRules: Sendable {
    let mode: ClientConfiguration.RetryMode
    /// The most attempts that fail in a row, the first included.
    let maximum: Int

    init(_ configuration: ClientConfiguration) {
        mode = configuration.retryMode
        maximum = max(1, configuration.maxAttempts)
    }

    /// The class of a failure in this mode.
    func retryClass(_ error: S3Error) -> RetryClass {
        guard mode == .legacy else { return error.retryClass }
        switch error.retryClass {
        case .transient, .throttling, .corruption, .never:
            guard case .service = error.kind else { return error.retryClass }
            // An error within a success counts as a 500.
            let status = (200..<300).contains(error.status) ? 500 : error.status
            return Self.isLegacy(code: error.code, status: status) ? .transient : .never
        case .credentials, .clockSkew, .redirect: return error.retryClass
        }
    }

    /// Whether botocore's oldest rules repeat an answer (its `_retry.json`, the entries for all services and for S3).
    static func isLegacy(code: String, status: Int) -> Bool {
        switch status {
        case 429, 500, 502, 503, 504, 509: true
        case 400:
            [
                "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
                "ProvisionedThroughputExceededException", "RequestTimeout", "BadDigest",
            ].contains(code)
        default: false
        }
    }

    /// Whether retries draw from the client's quota.
    var hasQuota: Bool { mode != .legacy }

    /// How long to wait after so many failures in a row, in seconds.
    func delay(after failed: Int, jitter: Double, wish: Backoff.Wish, madeProgress: Bool) -> Double {
        Backoff.delay(
            after: failed, jitter: jitter, wish: wish, scale: madeProgress ? Backoff.progressScale : 1,
            isCapped: mode != .legacy)
    }
}
