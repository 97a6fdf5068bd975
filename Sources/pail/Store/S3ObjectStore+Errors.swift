import ObjectStore
import S3

extension StoreError {
    /// The one table from S3's errors to the store's.
    init(_ error: S3Error) {
        switch error.kind {
        case .cancelled: self.init(.cancelled, error.description)
        case .credentials: self.init(.credentialsRejected, error.description)
        case .invalidInput: self.init(.rejected, error.description)
        case .malformedAnswer, .deadline: self.init(.unavailable, error.description)
        // The bytes to send could not be had: their own error is the reason.
        case .local(let own): self = own as? StoreError ?? StoreError(.unavailable, error.description)
        case .transport(let transport):
            self.init(transport.code == .unsendable ? .rejected : .unavailable, error.description)
        case .service: self.init(Self.reason(error), error.description)
        }
    }

    /// The reason for a code of DeleteObjects' answer.
    init(_ failure: DeleteFailure) {
        let reason = Self.reason(code: failure.code) ?? .rejected
        self.init(reason, "DeleteObjects: \(failure.code): \(failure.message)")
    }

    private static func reason(_ error: S3Error) -> Reason {
        if error.code == "MethodNotAllowed" { return error.isDeleteMarker ? .notFound : .unsupported }
        // Ceph says so of an upload that is gone; only a copy has another key that can be missing.
        if error.code == "NoSuchKey", uploadOperations.contains(error.operation) { return .uploadMissing }
        if let reason = reason(code: error.code) { return reason }
        if error.code.hasPrefix("KMS.") { return .accessDenied }
        switch error.status {
        case 301, 302, 307, 308: return .wrongRegion
        case 401, 403: return .accessDenied
        case 404, 410: return .notFound
        case 405, 501: return .unsupported
        case 409: return .conflict
        case 412, 304: return .preconditionFailed
        case 413: return .tooLarge
        case 416: return .rangeUnsatisfiable
        case 429, 503: return .throttled
        case 507: return .quotaExceeded
        case 500...: return .unavailable
        default: return error.retryClass == .transient ? .unavailable : .rejected
        }
    }

    private static let uploadOperations = [
        "UploadPart", "ListParts", "CompleteMultipartUpload", "AbortMultipartUpload",
    ]

    private static func reason(code: String) -> Reason? {
        switch code {
        case "NoSuchKey", "NotFound", "NoSuchVersion": .notFound
        case "NoSuchBucket": .bucketMissing
        case "NoSuchUpload": .uploadMissing
        case "PreconditionFailed", "NotModified": .preconditionFailed
        case "ConditionalRequestConflict", "OperationAborted", "RestoreAlreadyInProgress", "BucketNotEmpty",
            "BucketAlreadyOwnedByYou", "BucketAlreadyExists", "Conflict":
            .conflict
        case "InvalidRange": .rangeUnsatisfiable
        case "AccessDenied", "Forbidden", "AllAccessDisabled", "AccountProblem", "NotSignedUp", "InvalidPayer",
            "AccessForbidden":
            .accessDenied
        case "ExpiredToken", "TokenRefreshRequired", "InvalidToken", "InvalidAccessKeyId", "SignatureDoesNotMatch",
            "InvalidSecurity", "MissingAuthenticationToken", "RequestTimeTooSkewed", "RequestExpired",
            "RequestInTheFuture", "AuthFailure":
            .credentialsRejected
        case "InvalidObjectState": .archived
        case "NotImplemented": .unsupported
        case "EntityTooLarge", "InvalidMaxPartNumberArgument": .tooLarge
        case "KeyTooLongError", "KeyTooLong": .keyTooLong
        case "MetadataTooLarge": .metadataTooLarge
        case "EntityTooSmall", "InvalidPart", "InvalidPartOrder": .uploadRejected
        case "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch": .corrupted
        case "IncompleteBody", "RequestTimeout", "InternalError", "InternalFailure": .unavailable
        case "SlowDown", "ServiceUnavailable", "503 SlowDown", "Throttling", "ThrottlingException", "TooManyRequests",
            "RequestLimitExceeded", "SlowDownRead", "SlowDownWrite":
            .throttled
        case "PermanentRedirect", "TemporaryRedirect", "Redirect", "AuthorizationHeaderMalformed",
            "IncorrectEndpoint", "IllegalLocationConstraintException":
            .wrongRegion
        case "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded", "InsufficientStorage":
            .quotaExceeded
        default: nil
        }
    }
}
