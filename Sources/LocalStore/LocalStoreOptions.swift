/// What one mount of one bucket may do with the local disk.
package struct LocalStoreOptions: Sendable {
    /// The cache directory; each bucket gets a directory of its own in it.
    package var directory: String
    /// The most bytes of clean blocks that all mounts of the bucket keep together, as far as this one goes; 0 keeps none.
    package var cacheSize: Int64
    /// Bytes of the disk that clean blocks leave free for others.
    package var minimumFree: Int64
    /// Bytes of blocks that may wait in memory to be stored; what comes beyond is not stored.
    package var maximumWriteBytes = 32 << 20
    /// Endpoint and bucket: mounts of the same identity share what is known.
    package var bucketIdentity: String
    /// How many descriptors there are.
    package var descriptors = DescriptorLimit.current
    /// Told once, for the log, when the disk takes no more blocks.
    package var onTrouble: @Sendable (String) -> Void = { _ in }

    package init(directory: String, cacheSize: Int64, minimumFree: Int64, bucketIdentity: String) {
        self.directory = directory
        self.cacheSize = cacheSize
        self.minimumFree = minimumFree
        self.bucketIdentity = bucketIdentity
    }
}
