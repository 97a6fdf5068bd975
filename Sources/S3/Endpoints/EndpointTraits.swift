/// What the endpoint rules need to know of a call beside its bucket and key.
struct EndpointTraits: Sendable, Hashable {
    /// WriteGetObjectResponse and its like.
    var usesObjectLambdaEndpoint = false
    /// CreateSession, ListDirectoryBuckets: the control plane of directory buckets.
    var usesExpressControlEndpoint = false
    /// Signs by plain credentials where the bucket is a directory bucket.
    var disablesExpressSessionAuth = false
    /// Operations that no access point has.
    var disablesAccessPoints = false
}
