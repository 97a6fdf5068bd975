/// Where a bucket or the service lives; a key is still to follow.
struct EndpointBase: Sendable, Hashable {
    /// `http` or `https`.
    var scheme = "https"
    /// Lower case; with the bucket in front for virtual-hosted addressing.
    var host: String
    /// Nil for the scheme's own.
    var port: Int?
    /// Percent-encoded; empty, or beginning with `/`.
    var path = ""
    /// The region that signs, or the set of regions.
    var region: String
    /// The service that signs.
    var service = "s3"
    /// How the endpoint prefers to be signed.
    var signatureScheme = SignatureScheme.v4
    /// The region of a plain V4 signature where V4A is preferred; nil where the endpoint takes no other.
    var plainRegion: String?
}
