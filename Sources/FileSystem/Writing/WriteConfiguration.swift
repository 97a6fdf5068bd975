import ObjectStore

/// How content goes into the bucket.
///
/// Sizes in bytes.
struct WriteConfiguration: Hashable, Sendable {
    /// Up to this size a file is one PUT.
    var singlePutLimit: Int64 = 16 << 20
    /// The size of a sent part, while 10,000 of them suffice.
    var uploadPartSize: Int64 = 16 << 20
    /// The size of a part that the server copies: large, since no bytes pass here, and not so large that one request
    /// takes minutes.
    var copyPartSize: Int64 = 256 << 20
    /// Parts of one file under way at once.
    var parallelParts = 4
    /// What a first read of missing bytes fetches at least; doubled while reads go on from there.
    var smallestFetch: Int64 = 512 << 10
    /// What one GET of missing bytes fetches at most; it is in memory until it is there (`StagedFile.memory`).
    var largestFetch: Int64 = 8 << 20
    /// Up to how many bytes that are here are fetched again, to make one GET of two.
    var fetchGap: Int64 = 64 << 10
    /// GETs of one caller under way at once.
    var parallelFetches = 4

    init() {}

    /// The limits of a plan for this server.
    func limits(_ capabilities: StoreCapabilities) -> PartPlan.Limits {
        PartPlan.Limits(
            minimum: capabilities.minimumPartSize,
            maximum: capabilities.maximumPartSize,
            uploadSize: uploadPartSize,
            copySize: copyPartSize
        )
    }
}
