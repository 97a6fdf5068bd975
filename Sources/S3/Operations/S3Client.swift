/// A client of one S3 service: boto3's operations, one method each.
///
/// Every method retries by itself what is worth retrying, and throws `S3Error` when it gives up. Cancelling the calling
/// task ends a request at once. A client keeps its connections, so one is shared by everybody.
public final class S3Client: Sendable {
    private let transport: any HTTPTransport
    let pipeline: RequestPipeline

    /// Starts the client's thread; no request is made.
    ///
    /// - Throws: `ConfigurationError` when the endpoint or the region cannot be used.
    public init(configuration: ClientConfiguration, credentials: CredentialSource) throws(ConfigurationError) {
        let transport = CurlTransport(configuration: configuration)
        self.transport = transport
        pipeline = try RequestPipeline(configuration: configuration, credentials: credentials, transport: transport)
    }

    init(transport: any HTTPTransport, pipeline: RequestPipeline) {
        self.transport = transport
        self.pipeline = pipeline
    }

    /// How many requests were made, by operation.
    public var counters: RequestCounters { pipeline.counters }

    /// What the server's answers say of its kind; nil before the first answer.
    public var server: ServerIdentity? { pipeline.server }

    /// Ends all requests and waits for the client's thread; later requests fail.
    ///
    /// Not needed before the last release.
    public func shutdown() {
        (transport as? CurlTransport)?.shutdown()
    }

    /// An answer that is not what the operation answers with.
    static func malformed(_ operation: String, _ message: String) -> S3Error {
        S3Error(.malformedAnswer, code: "MalformedAnswer", message: message, operation: operation)
    }
}
