/// What the endpoint rules need to know of a call beside its bucket and key.
struct EndpointTraits: Sendable, Hashable {
    /// WriteGetObjectResponse and its like.
    var usesObjectLambdaEndpoint = false
    /// Operations of the control plane, where the bucket is a directory bucket: CreateBucket, ListDirectoryBuckets.
    var usesExpressControlEndpoint = false
    /// Signs by plain credentials where the bucket is a directory bucket: CreateSession, CopyObject.
    var disablesExpressSessionAuth = false
    /// Operations that no access point has.
    var disablesAccessPoints = false
    /// GetBucketLocation: asked of any region, so that the bucket's host must not decide.
    var forcesPathStyle = false
    /// What the operation itself puts in front of the host, without the dot (WriteGetObjectResponse's route).
    var hostPrefix: String?
}
