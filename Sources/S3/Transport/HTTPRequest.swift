/// One HTTP request on its way to be signed and sent.
struct HTTPRequest: Sendable {
    var method: String
    var endpoint: ResolvedEndpoint
    /// Names as given by the API and values before percent-encoding; a sub-resource without value has nil.
    var query: [(name: [UInt8], value: [UInt8]?)] = []
    /// Header fields in the order of sending; names in lower case.
    var headers: [(name: String, value: String)] = []

    init(method: String, endpoint: ResolvedEndpoint) {
        self.method = method
        self.endpoint = endpoint
    }
}

/// Where one request goes.
struct ResolvedEndpoint: Sendable, Hashable {
    /// `http` or `https`.
    var scheme: String
    /// The host alone, for virtual-hosted addressing with the bucket in front; IPv6 in brackets.
    var host: String
    /// Nil for the scheme's own.
    var port: Int?
    /// The path as sent: percent-encoded once, beginning with `/`, with the bucket in front for path addressing.
    var path: String
    /// `bucket` and `key` percent-encoded as SigV2's canonical resource wants them (`/bucket/key`), whatever the addressing.
    var canonicalResource: String
    /// The region that signs; a comma-separated set of them for V4A.
    var region: String
    /// The service that signs: `s3`, `s3express`, `s3-object-lambda` or `s3-outposts`.
    var service = "s3"
    /// How the request is signed where the configuration does not say.
    var signatureScheme = SignatureScheme.v4

    /// The Host header.
    var authority: String { port.map { "\(host):\($0)" } ?? host }
}

/// What an endpoint wants a signature to be.
enum SignatureScheme: Sendable, Hashable {
    /// Signature Version 4.
    case v4
    /// Signature Version 4A: ECDSA, good in a set of regions.
    case v4a
    /// Signature Version 4 by the session of a directory bucket.
    case express
}

/// How the body takes part in the signature.
enum PayloadHash: Sendable, Hashable {
    /// `UNSIGNED-PAYLOAD`: for TLS, where the transport protects the body.
    case unsigned
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`: as `unsigned`, in chunks with a checksum behind them (`ChunkedBody`).
    case unsignedTrailer
    /// The SHA-256 of the body in lower-case hexadecimal.
    case sha256(String)
    /// The SHA-256 of no bytes.
    static let empty = PayloadHash.sha256("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
}

/// Signs a request by adding header fields; called once for each attempt.
protocol RequestSigner: Sendable {
    /// - Parameter time: seconds since 1970, with the server's clock skew already applied.
    func sign(_ request: inout HTTPRequest, payload: PayloadHash, credentials: Credentials, time: Int64)
}
