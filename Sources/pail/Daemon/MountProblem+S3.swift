import S3

extension MountProblem {
    /// The one table from the first request's error to what the caller is told.
    init(_ error: S3Error) {
        let said = error.message.isEmpty ? error.code : "\(error.code): \(error.message)"
        switch error.kind {
        case .credentials(let problem):
            self =
                problem.provider == "chain"
                ? .credentialsMissing(problem.message) : .configurationBroken(problem.description)
        case .transport(let transport):
            switch transport.code {
            case .certificate: self = .certificate(transport.message)
            case .handshake: self = .handshake(transport.message)
            case .unsendable: self = .configurationBroken(transport.message)
            default: self = .unreachable(transport.message)
            }
        case .malformedAnswer: self = .noService(error.message)
        case .local: self = .failing(error.message)
        case .invalidInput: self = .bucketUnusable(error.message)
        case .cancelled: self = .failing("cancelled")
        case .deadline: self = .unreachable(said)
        case .service:
            switch error.code {
            case "NoSuchBucket", "NotFound", "InvalidBucketName": self = .bucketMissing
            case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture": self = .clockSkewed(said)
            case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
                "IllegalLocationConstraintException", "IncorrectEndpoint":
                self = .wrongRegion(error.region)
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired",
                "InvalidSecurity", "AuthFailure", "MissingAuthenticationToken":
                self = .credentialsRejected(said)
            default:
                switch error.status {
                case 301, 302, 307, 308: self = .wrongRegion(error.region)
                case 401, 403: self = .accessDenied(said)
                case 404: self = .bucketMissing
                default: self = .failing(error.description)
                }
            }
        }
    }
}
