package import ObjectStore

/// One version of one object, as far as its bytes are concerned.
package struct BlockVersion: Hashable, Sendable {
    package let key: ObjectKey
    package let etag: ETag
    /// Bytes of the whole object.
    package let size: Int64

    package init(key: ObjectKey, etag: ETag, size: Int64) {
        self.key = key
        self.etag = etag
        self.size = size
    }

    /// How many blocks there are.
    var blockCount: Int { Int((size + Int64(BlockCache.blockSize) - 1) / Int64(BlockCache.blockSize)) }

    /// Bytes of a block: `BlockCache.blockSize`, fewer for the last, 0 outside the object.
    package func blockLength(_ index: Int64) -> Int {
        guard index >= 0, index <= size / Int64(BlockCache.blockSize) else { return 0 }
        return Int(min(Int64(BlockCache.blockSize), size - index * Int64(BlockCache.blockSize)))
    }
}
