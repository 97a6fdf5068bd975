/// What a request is about, as far as it decides where the request goes.
struct EndpointRequest: Sendable, Hashable {
    /// A name, an alias or an ARN; nil for the service itself (ListBuckets).
    var bucket: String?
    /// Nil for the bucket itself; not encoded.
    var key: [UInt8]?
    var traits = EndpointTraits()
    /// A URL for somebody else: botocore prefers the global host for it, which any region's bucket is reached by.
    var isPresigned = false
}
