/// What the endpoint rules decide by: the parameters of the rule set that AWS publishes for S3.
struct EndpointParameters: Sendable, Hashable {
    /// A name, an alias or an ARN; nil for the service itself.
    var bucket: String?
    /// Nil when the client has none, which is an error.
    var region: String?
    /// A server other than AWS's.
    var endpoint: EndpointURL?
    var usesFIPS = false
    var usesDualstack = false
    var usesAccelerate = false
    /// Never puts the bucket in front of the host.
    var forcesPathStyle = false
    /// `s3.amazonaws.com` for us-east-1.
    var usesGlobalEndpoint = false
    var usesObjectLambdaEndpoint = false
    var usesExpressControlEndpoint = false
    var disablesExpressSessionAuth = false
    var disablesAccessPoints = false
    var disablesMultiRegionAccessPoints = false
    /// The region of an access point's ARN counts, not the client's.
    var usesARNRegion = true
}
