/// What the block cache has done since it was opened, and holds now.
package struct BlockCacheStatistics: Hashable, Sendable {
    /// Reads that were answered from the disk.
    package var hits: Int64 = 0
    /// Reads that were not, for whatever reason.
    package var misses: Int64 = 0
    /// Blocks that did not read back as they were written, and were dropped.
    package var damaged: Int64 = 0
    /// Blocks that were stored.
    package var stored: Int64 = 0
    /// Blocks that were offered and not stored: the queue or the disk was full.
    package var refused: Int64 = 0
    /// Blocks that made room for others.
    package var evicted: Int64 = 0
    /// Bytes of disk the blocks take now.
    package var bytes: Int64 = 0

    package init() {}
}
