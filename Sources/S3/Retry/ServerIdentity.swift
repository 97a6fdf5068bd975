/// What answers say of the server's kind.
public struct ServerIdentity: Sendable, Hashable {
    /// The `Server` header field.
    public var server: String?
    /// `x-amz-request-id` of one answer; its form differs from server to server.
    public var requestID: String?

    init(_ response: HTTPResponse) {
        server = response["server"]
        requestID = response["x-amz-request-id"]
    }
}
