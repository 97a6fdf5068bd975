package import ObjectStore

/// Clean blocks of object versions on the local disk.
package final class BlockCache: Sendable {
    /// Bytes of a block; the last of an object is shorter.
    package static let blockSize = 1 << 20

    init() {}

    /// Whether blocks are kept at all.
    package var isEnabled: Bool { false }

    /// Reads a whole block and calls `completion` on a thread of the cache; nil is a miss.
    package func read(
        _ version: BlockVersion, _ index: Int64, length: Int, completion: @escaping @Sendable ([UInt8]?) -> Void
    ) {
        completion(nil)
    }

    /// Stores a block behind the reader; dropped silently when the queue or the disk is full.
    package func write(_ version: BlockVersion, _ index: Int64, _ bytes: [UInt8]) {}

    /// Whether the block is known to be stored; looks in memory only.
    package func contains(_ version: BlockVersion, _ index: Int64) -> Bool { false }

    /// Whether any block of the version is known to be stored; looks in memory only.
    package func hasAny(_ version: BlockVersion) -> Bool { false }

    /// Drops all versions of an object.
    package func remove(_ key: ObjectKey) {}

    /// What the cache has done and holds.
    package var statistics: BlockCacheStatistics { BlockCacheStatistics() }
}
