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

    /// Scans the body of an answer.
    static func scan(_ response: HTTPResponse, _ operation: String, into elements: any XMLElements) throws(S3Error) {
        do throws(XMLError) {
            try XMLScanner.scan(response.body, into: elements)
        } catch {
            throw malformed(operation, "the answer is no XML: \(error)")
        }
    }

    /// Scans a listing, also one whose echo of the request is no XML as long as its keys are encoded.
    static func scanListing(_ response: HTTPResponse, _ operation: String) throws(S3Error) -> ListDocument {
        let page = ListDocument()
        do throws(S3Error) {
            try scan(response, operation, into: page)
            guard page.isListing else { throw malformed(operation, "the answer is no ListBucketResult") }
            return page
        } catch {
            guard let mended = XMLRepair.replacingInvalidReferences(response.body) else { throw error }
            let page = ListDocument(isMended: true)
            try scan(HTTPResponse(status: response.status, body: mended), operation, into: page)
            guard page.isListing, page.isURLEncoded else { throw error }
            return page
        }
    }
}
