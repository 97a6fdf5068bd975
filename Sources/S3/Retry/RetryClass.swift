/// What to do about a failed attempt.
public enum RetryClass: String, Sendable, CaseIterable {
    /// Not worth another attempt.
    case never
    /// A passing fault: back off and repeat.
    case transient
    /// The server asks for less: back off, repeat, and in the adaptive mode slow the client.
    case throttling
    /// Bytes changed on the way: repeat once.
    case corruption
    /// The credentials are no longer accepted: get others and repeat once.
    case credentials
    /// The clocks differ: take the server's time and repeat once.
    case clockSkew
    /// The bucket is elsewhere: repeat once there.
    case redirect
}

extension RetryClass {
    /// The class of an error answer, by its code first and its status second.
    ///
    /// All that botocore's standard mode repeats is repeated, and what it calls throttling is that. Beside it stand codes
    /// of S3 and its relatives that say themselves that another attempt may succeed.
    init(code: String, status: Int) {
        switch code {
        case "SlowDown", "503 SlowDown", "SlowDownRead", "SlowDownWrite", "ServerBusy", "Throttling",
            "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
            "TooManyRequests", "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded",
            "LimitExceededException", "PriorRequestNotComplete", "TransactionInProgressException",
            "EC2ThrottledException", "ProvisionedThroughputExceededException":
            self = .throttling
        case "RequestTimeout", "RequestTimeoutException", "IncompleteBody", "InternalError", "InternalFailure",
            "OperationAborted", "ConditionalRequestConflict", "ServiceFailure", "InternalServerError", "BadGateway",
            "GatewayTimeout", "ServiceUnavailable":
            self = .transient
        case "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "ContentSHA256Mismatch":
            self = .corruption
        case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidToken", "InvalidAccessKeyId",
            "SignatureDoesNotMatch", "InvalidSecurity", "MissingAuthenticationToken":
            self = .credentials
        case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture":
            self = .clockSkew
        case "PermanentRedirect", "TemporaryRedirect", "Redirect", "AuthorizationHeaderMalformed",
            "IncorrectEndpoint", "IllegalLocationConstraintException":
            self = .redirect
        default:
            switch status {
            case 429: self = .throttling
            case 500, 502, 503, 504: self = .transient
            case 301, 302, 307, 308: self = .redirect
            default: self = .never
            }
        }
    }

    /// The class of an exchange that ended without a whole answer.
    init(_ error: TransportError) {
        switch error.code {
        case .resolve, .connect, .handshake, .send, .receive, .stalled, .malformed: self = .transient
        case .certificate, .refused, .source, .cancelled, .shutdown, .unsendable, .deadline: self = .never
        }
    }
}
