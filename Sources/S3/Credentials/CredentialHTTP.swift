/// The little HTTP that providers speak, replaceable in tests.
protocol CredentialHTTP: Sendable {
    /// Sends one request once.
    func send(
        _ request: HTTPRequest, body: [UInt8]?, patience: HTTPPatience
    ) async throws(TransportError) -> HTTPResponse
}

/// How long one exchange of a provider may take.
struct HTTPPatience: Sendable, Hashable {
    /// Seconds until there is a connection.
    var connect: Double
    /// Seconds that the transfer may stand still.
    var stall: Double

    /// For services of AWS's.
    static let service = HTTPPatience(connect: 10, stall: 60)
    /// For a container's endpoint, as in botocore.
    static let container = HTTPPatience(connect: 2, stall: 2)
}

/// A connection for each exchange: providers speak once an hour, and keep neither thread nor socket meanwhile.
struct CurlCredentialHTTP: CredentialHTTP {
    /// A PEM file of certificate authorities instead of the system's; nil for those.
    let caBundle: String?
    /// For services of AWS's; what stands beside a container or an instance is reached without them.
    let proxies: ClientConfiguration.Proxies

    func send(
        _ request: HTTPRequest, body: [UInt8]?, patience: HTTPPatience
    ) async throws(TransportError) -> HTTPResponse {
        var configuration = ClientConfiguration()
        configuration.caBundle = caBundle
        configuration.connectTimeout = patience.connect
        configuration.maxConnections = 1
        if patience == .service { configuration.proxies = proxies }
        let transport = CurlTransport(configuration: configuration)
        // Ending it waits for its thread, which may wait for a name server: not on the cooperative pool.
        defer { if !DetachedThread.start({ transport.shutdown() }) { transport.shutdown() } }
        var exchange = HTTPExchange(
            request: request, body: body.map { BytesBody($0) }, stallTimeout: patience.stall
        )
        exchange.maximumCollected = 1 << 20
        return try await transport.perform(exchange)
    }
}
