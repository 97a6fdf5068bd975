/// What the API model says of an operation's checksums (the `httpChecksum` trait), and what the caller chose.
struct ChecksumTraits: Sendable, Hashable {
    /// Whether the operation can have one in the request at all.
    var isSupported = false
    /// Whether the operation must have one in the request.
    var isRequired = false
    /// The algorithm that the caller chose (`ChecksumAlgorithm`); nil for the default.
    var algorithm: ChecksumAlgorithm?
    /// The algorithms that the answer may be verified by, in botocore's order; empty when it has none.
    var responseAlgorithms: [ChecksumAlgorithm] = []
    /// Whether the caller asked for a checksum of the answer (`ChecksumMode`).
    var isAsked = false
}
