/// What an answer says beside its members (boto3: `ResponseMetadata`).
public struct ResponseMetadata: Sendable {
    /// The HTTP status (boto3: `HTTPStatusCode`).
    public var status = 0
    /// The header fields in the order of arrival, names in lower case (boto3: `HTTPHeaders`).
    public var headers: [(name: String, value: String)] = []

    /// Nothing, for tests.
    public init() {}

    init(_ answer: HTTPResponse) {
        status = answer.status
        headers = answer.headers
    }

    /// The first header field of this name in lower case.
    public subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The request's id (boto3: `RequestId`).
    public var requestID: String? { self["x-amz-request-id"] }

    /// The host's id (boto3: `HostId`).
    public var hostID: String? { self["x-amz-id-2"] }
}
