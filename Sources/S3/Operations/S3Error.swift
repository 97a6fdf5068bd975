/// An operation that failed, after all its attempts.
public struct S3Error: Error, Sendable, CustomStringConvertible {
    /// Where it failed.
    public enum Kind: Sendable {
        /// The server answered with an error.
        case service
        /// There was no whole answer.
        case transport(TransportError)
        /// There are no credentials to sign with.
        case credentials(CredentialError)
        /// The answer is not what the operation answers with.
        case malformedAnswer
        /// The input cannot be sent.
        case invalidInput
        /// The task was cancelled.
        case cancelled
        /// The time for the operation was over: `withDeadline`, or `ClientConfiguration.operationTimeout`.
        case deadline
        /// A body, a file or a stream of the caller's failed, with this error.
        case local(any Error)
    }

    /// Where it failed.
    public var kind: Kind
    /// The server's code (`NoSuchKey`), or a word of ours for the other kinds.
    public var code: String
    /// What the server, or the transport, says about it.
    public var message: String
    /// The HTTP status; 0 without an answer.
    public var status: Int
    /// `x-amz-request-id`.
    public var requestID: String?
    /// `x-amz-id-2`.
    public var hostID: String?
    /// The operation's name (`GetObject`).
    public var operation: String
    /// How many requests were sent.
    public var attempts: Int
    /// Whether the last attempt was worth another.
    public var retryClass: RetryClass
    /// The region that the server names.
    public var region: String?
    /// Whether the object is gone by a delete marker.
    public var isDeleteMarker = false
    /// Whether an attempt ended without an answer, so that it may have taken effect unseen.
    public var mayHaveHappened = false

    init(
        _ kind: Kind, code: String, message: String, operation: String, status: Int = 0,
        retryClass: RetryClass = .never, attempts: Int = 0
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.operation = operation
        self.status = status
        self.retryClass = retryClass
        self.attempts = attempts
    }

    /// Operation, code, status, message and request id.
    public var description: String {
        var text = "\(operation): \(code)"
        if status > 0 { text += " (HTTP \(status))" }
        if !message.isEmpty { text += ": \(message)" }
        if attempts > 1 { text += ", after \(attempts) attempts" }
        if let requestID { text += ", request \(requestID)" }
        return text
    }
}

extension S3Error {
    /// The error in an answer.
    init(_ response: HTTPResponse, operation: String, method: String, body: ErrorDocument?) {
        let code = body?.fields["Code"] ?? Self.code(ofBare: response.status)
        self.init(
            .service, code: code, message: body?.fields["Message"] ?? "", operation: operation, status: response.status)
        requestID = response["x-amz-request-id"] ?? body?.fields["RequestId"]
        hostID = response["x-amz-id-2"] ?? body?.fields["HostId"]
        region = response["x-amz-bucket-region"] ?? body?.fields["Region"]
        isDeleteMarker = response["x-amz-delete-marker"] == "true"
        retryClass = RetryClass(code: code, status: response.isSuccess ? 500 : response.status)
        // The answer to a HEAD has no body: these two statuses may hide expired credentials.
        if body == nil, method == "HEAD", response.status == 400 { retryClass = .credentials }
        // CompleteMultipartUpload answers a conflict once and for all: the upload must begin again.
        if code == "ConditionalRequestConflict", operation == "CompleteMultipartUpload" { retryClass = .never }
    }

    init(_ error: TransportError, operation: String) {
        switch error.code {
        case .cancelled: self.init(.cancelled, code: "Cancelled", message: error.message, operation: operation)
        case .deadline: self.init(.deadline, code: "Deadline", message: error.message, operation: operation)
        case .source: self = .local(error.cause ?? error, operation)
        default:
            self.init(
                .transport(error), code: "Transport", message: error.description, operation: operation,
                retryClass: RetryClass(error))
        }
    }

    /// The code of an answer without a body.
    private static func code(ofBare status: Int) -> String {
        switch status {
        case 301, 308: "PermanentRedirect"
        case 302, 307: "TemporaryRedirect"
        case 304: "NotModified"
        case 400: "BadRequest"
        case 403: "Forbidden"
        case 404: "NotFound"
        case 405: "MethodNotAllowed"
        case 409: "Conflict"
        case 412: "PreconditionFailed"
        case 416: "InvalidRange"
        case 429: "TooManyRequests"
        case 500: "InternalError"
        case 501: "NotImplemented"
        case 503: "ServiceUnavailable"
        case 507: "InsufficientStorage"
        default: "HTTP\(status)"
        }
    }
}
