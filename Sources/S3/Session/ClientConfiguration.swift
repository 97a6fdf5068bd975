/// How one client talks to a service (botocore's `Config`), settled: every member has its value.
public struct ClientConfiguration: Sendable {
    /// How the bucket is named in a request.
    public enum AddressingStyle: String, Sendable, CaseIterable {
        /// Virtual-hosted where the name, the host and TLS allow it, else path.
        case auto
        /// `https://host/bucket/key`.
        case path
        /// `https://bucket.host/key`.
        case virtual
    }

    /// The service's region, also in the signature.
    public var region = "us-east-1"
    /// A server other than AWS's: `http://host:port`, optionally with a path.
    public var endpointURL: String?
    /// How the bucket is named in a request.
    public var addressingStyle = AddressingStyle.auto
    /// A PEM file of certificate authorities beside the system's.
    public var caBundle: String?
    /// Checks the server's certificate.
    public var verifiesTLS = true
    /// How long a connection may take to come about, in seconds.
    public var connectTimeout = 10.0
    /// How long a transfer may stand still, in seconds.
    public var readTimeout = 30.0
    /// The most attempts of one request, the first included.
    public var maxAttempts = 5
    /// The most connections kept at once.
    public var maxConnections = 64
    /// What the client calls itself.
    public var userAgent = "pail"

    /// The defaults.
    public init() {}
}
