package import LocalStore
package import ObjectStore

/// Clean blocks of object versions on the local disk, as reading needs them.
package protocol BlockStorage: Sendable {
    /// Whether a block is stored; looks in memory only.
    func contains(_ version: BlockVersion, _ index: Int64) -> Bool
    /// Whether any block of the version is stored; looks in memory only.
    func hasAny(_ version: BlockVersion) -> Bool
    /// Reads a whole block into `space` and calls `completion` once, on another thread; false when it cannot be had.
    func read(
        _ version: BlockVersion, _ index: Int64, into space: some BlockSpace,
        completion: @escaping @Sendable (Bool) -> Void
    )
    /// Stores a block behind the reader, or leaves it.
    func write(_ version: BlockVersion, _ index: Int64, _ content: some BlockContent)
    /// Drops all versions of an object.
    func remove(_ key: ObjectKey)
}

extension BlockCache: BlockStorage {}
