/// What does not change from request to request.
struct CurlOptions: Sendable {
    var caBundle: String?
    var verifiesTLS: Bool
    var clientCertificate: String?
    var clientKey: String?
    var proxies: ClientConfiguration.Proxies
    var keepsTCPAlive: Bool
    /// Seconds.
    var connectTimeout: Double
    var userAgent: String

    init(_ configuration: ClientConfiguration) {
        caBundle = configuration.caBundle
        verifiesTLS = configuration.verifiesTLS
        clientCertificate = configuration.clientCertificate
        clientKey = configuration.clientKey
        proxies = configuration.proxies
        keepsTCPAlive = configuration.keepsTCPAlive
        connectTimeout = configuration.connectTimeout
        userAgent = configuration.userAgent
    }
}
