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

    /// How requests are signed (botocore's `signature_version`).
    public enum SignatureVersion: String, Sendable, CaseIterable {
        /// Signature Version 4, or 4A where the endpoint wants it.
        case v4 = "s3v4"
        /// Signature Version 4A, for any region of a set.
        case v4a = "s3v4a"
        /// Signature Version 2, which some third parties still want.
        case v2 = "s3"
    }

    /// Which checksums are computed for a body, or asked for and verified (botocore's `request_checksum_calculation` and
    /// `response_checksum_validation`).
    public enum ChecksumPolicy: String, Sendable, CaseIterable {
        /// Wherever the operation can have one.
        case whenSupported = "when_supported"
        /// Only where the operation demands one, or the caller asks.
        case whenRequired = "when_required"
    }

    /// How failed attempts are repeated (botocore's `retries["mode"]`).
    public enum RetryMode: String, Sendable, CaseIterable {
        /// botocore's oldest rules.
        case legacy
        /// Attempts bounded by a quota.
        case standard
        /// As `standard`, and the rate of requests follows the server's throttling.
        case adaptive
    }

    /// Which host `us-east-1` has (botocore's `us_east_1_regional_endpoint`).
    public enum USEast1Endpoint: String, Sendable, CaseIterable {
        /// `s3.us-east-1.amazonaws.com`.
        case regional
        /// `s3.amazonaws.com`.
        case legacy
    }

    /// The service's region, also in the signature.
    public var region = "us-east-1"
    /// A server other than AWS's: `http://host:port`, optionally with a path.
    public var endpointURL: String?
    /// Speaks HTTPS with AWS; a server other than AWS's says it in its URL.
    public var usesTLS = true
    /// How the bucket is named in a request.
    public var addressingStyle = AddressingStyle.auto
    /// How requests are signed; nil for what the endpoint wants.
    public var signatureVersion: SignatureVersion?
    /// The regions that a V4A signature is good for; nil for what the endpoint says.
    public var sigV4aSigningRegionSet: [String]?
    /// The signature schemes to take where an endpoint has several, the best first; empty for the endpoint's own order.
    public var authSchemePreference: [String] = []
    /// Signs the hash of a body also under TLS; nil for the default: only without TLS.
    public var payloadSigningEnabled: Bool?
    /// Uses the hosts with IPv4 and IPv6 addresses.
    public var usesDualstackEndpoint = false
    /// Uses the hosts with FIPS 140 cryptography.
    public var usesFIPSEndpoint = false
    /// Uses S3 Transfer Acceleration.
    public var usesAccelerateEndpoint = false
    /// Takes the region from the ARN of an access point instead of the client's.
    public var usesARNRegion = true
    /// Refuses multi-region access points.
    public var disablesMultiRegionAccessPoints = false
    /// Signs requests to directory buckets by the plain credentials instead of a session's.
    public var disablesS3ExpressSessionAuth = false
    /// Which host `us-east-1` has.
    public var usEast1Endpoint = USEast1Endpoint.regional
    /// Which checksums are sent.
    public var requestChecksumCalculation = ChecksumPolicy.whenSupported
    /// Which checksums are verified.
    public var responseChecksumValidation = ChecksumPolicy.whenSupported
    /// A PEM file of certificate authorities instead of the system's; nil for those.
    public var caBundle: String?
    /// Checks the server's certificate.
    public var verifiesTLS = true
    /// A PEM file with a certificate of the client's own, and its key unless `clientKey` names another file.
    public var clientCertificate: String?
    /// A PEM file with the key of `clientCertificate`.
    public var clientKey: String?
    /// Proxies; none by default, since the session fills them in from the environment.
    public var proxies = Proxies()
    /// Sends keep-alive probes on connections that are idle.
    public var keepsTCPAlive = false
    /// How long a connection may take to come about, in seconds.
    public var connectTimeout = 10.0
    /// How long a transfer may stand still, in seconds.
    public var readTimeout = 30.0
    /// How long an operation may take, all attempts, waits and transfers together, in seconds; nil for any time.
    ///
    /// `withDeadline` bounds single operations. boto3 has no equivalent.
    public var operationTimeout: Double?
    /// How failed attempts are repeated.
    public var retryMode = RetryMode.standard
    /// The most attempts of one request, the first included.
    public var maxAttempts = 5
    /// The most connections kept at once.
    public var maxConnections = 64
    /// What the client calls itself.
    public var userAgent = "pail"

    /// The defaults.
    public init() {}
}
