/// A URL that carries the permission for one request.
public struct PresignedURL: Sendable, Hashable, CustomStringConvertible {
    /// A header field that goes with the URL.
    public struct Field: Sendable, Hashable {
        /// The field's name in lower case.
        public let name: String
        /// The field's value.
        public let value: String
    }

    /// The URL.
    public let url: String
    /// The method that the URL is good for.
    public let method: String
    /// The fields that must be sent with it as they are, beside `host`: they are part of the signature.
    public let headers: [Field]

    /// The URL.
    public var description: String { url }
}

/// An operation's input that a URL can be made for.
public protocol Presignable: Sendable {
    /// The request that the input stands for; the library alone looks into it.
    ///
    /// - Throws: `S3Error` when the input cannot be sent.
    var operationCall: OperationCall { get throws(S3Error) }
}

extension S3Client {
    /// A URL by which anybody can make one request, for a time (boto3's `generate_presigned_url`).
    ///
    /// Signed by the client's signature version: Version 4 unless `.v2` is configured, where every field of the input
    /// goes into the URL. A body is not part of it. No request is made, except for credentials and for
    /// the session of a directory bucket that are due; a URL is good no longer than what signs it.
    ///
    /// - Parameters:
    ///   - input: the operation with its members.
    ///   - seconds: how long the URL is good for; Version 4 allows a week.
    ///   - method: an HTTP method other than the operation's own (boto3's `HttpMethod`).
    ///   - headers: further fields that whoever uses the URL must send.
    ///   - query: further items of the query, sorted by name.
    /// - Throws: `S3Error`: the input cannot be sent, the time is out of bounds, or there are no credentials.
    public func presignedURL(
        _ input: some Presignable, expiresIn seconds: Int = 3600, method: String? = nil,
        headers: [String: String] = [:], query: [String: String] = [:]
    ) async throws(S3Error) -> PresignedURL {
        var call = try input.operationCall
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { call.add(name.lowercased(), value) }
        for (name, value) in query.sorted(by: { $0.key < $1.key }) { call.ask(name, value) }
        return try await presignedURL(for: call, expiresIn: seconds, method: method)
    }

    /// The longest time that a URL of Version 2, or a form, is good for: a century, in seconds.
    static let longestPermission = 100 * 366 * 86_400

    /// A URL for a call.
    func presignedURL(
        for call: OperationCall, expiresIn seconds: Int = 3600, method: String? = nil
    ) async throws(S3Error) -> PresignedURL {
        let context = try await pipeline.signingContext(for: call)
        // Version 2 has no bound of its own; a century is one that times can be computed with.
        let most = context.scheme == .v2 ? Self.longestPermission : 604_800
        guard (1...most).contains(seconds) else {
            throw S3Error(
                .invalidInput, code: "InvalidInput",
                message: "a URL cannot be good for \(seconds) seconds; give from 1 to \(most)",
                operation: call.operation)
        }
        var request = HTTPRequest(method: method ?? call.method, endpoint: context.endpoint)
        request.query = call.query
        request.headers = call.headers
        if let credentials = context.credentials {
            EndpointSigner(configuration: pipeline.configuration).presign(
                &request, credentials: credentials, time: context.time, expiresIn: seconds)
        }
        return PresignedURL(
            url: request.url, method: request.method,
            headers: request.headers.map { PresignedURL.Field(name: $0.name, value: $0.value) })
    }
}
