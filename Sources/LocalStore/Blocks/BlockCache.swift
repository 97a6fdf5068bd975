package import ObjectStore
import Synchronization

/// Clean blocks of object versions on the local disk.
///
/// Blocks are checked by CRC32C when they are read back. What was not used for the longest time makes room, by the size
/// of the cache and by the space the disk has left for others. Nothing here ever fails towards the caller: a cache that
/// cannot store is a slower one.
///
/// Lock order: the block index, then the queues of the disk threads and of the SQLite index. No lock is held while the
/// disk works.
package final class BlockCache: Sendable {
    /// Bytes of a block; the last of an object is shorter.
    package static let blockSize = 1 << 20
    /// With so many changes waiting for the index, its disk does not keep up, and nothing more is stored.
    private static let maximumBacklog = 8192

    /// With so much of the queue full, blocks are written past the page cache: where new pages are dear, as in a virtual
    /// machine that has given its free memory back, filling them takes longer than a network's bytes to come.
    private static let behind = 4

    /// What an enabled cache works with.
    struct Means: Sendable {
        let instance: InstanceLock
        let files: BlockFiles
        let index: Index
        let threads: DiskThreads
        let freeBytes: @Sendable () -> Int64
        let share: CacheShare
        let descriptors: DescriptorLimit
        let onTrouble: @Sendable (String) -> Void
    }

    /// Nil when no blocks are kept.
    let means: Means?
    /// Guards the whole index; see the lock order above.
    let state: Mutex<BlockIndex>
    /// Versions that are being checked behind their readers; a leaf lock.
    let checking = Mutex<Set<BlockVersion>>([])
    /// What was offered and is not stored yet; a leaf lock.
    let pending = PendingWrites()
    /// Whether the log knows that the disk takes no more.
    private let hasTrouble = Atomic(false)
    /// Numbers this mount's files.
    private let fileCounter = Atomic<Int64>(0)

    init(means: Means?, loaded: BlockIndex) {
        self.means = means
        isEnabled = means != nil && loaded.cacheSize > 0
        state = Mutex(loaded)
        means?.threads.tidyRegularly { [weak self] in self?.tidy() }
    }

    /// Whether blocks are kept at all; never changes.
    package let isEnabled: Bool

    /// Bytes that are kept at the most.
    package var capacity: Int64 { isEnabled ? state.withLock { $0.cacheSize } : 0 }

    /// Reads a whole block into `space` and calls `completion` on a thread of the cache.
    ///
    /// False is a miss: not stored, or damaged, in which case the block is dropped and counted. The completion must not
    /// wait for long. When the cache is disabled or closed it is called before this returns.
    package func read(
        _ version: BlockVersion, _ index: Int64, into space: some BlockSpace,
        completion: @escaping @Sendable (Bool) -> Void
    ) {
        let isQueued = means?.threads.read { [self] in completion(readNow(version, index, into: space)) }
        if isQueued != true { completion(false) }
    }

    /// Stores a block behind the reader; dropped silently when the queue or the disk is full.
    ///
    /// The bytes are shared, not copied, and held until they are on the disk. Of a length that is not the block's, they
    /// are not stored.
    package func write(_ version: BlockVersion, _ index: Int64, _ content: some BlockContent) {
        let count = content.count
        guard let means, isEnabled, count > 0, count == version.blockLength(index), !contains(version, index)
        else { return }
        let isBehind = means.index.backlog > Self.maximumBacklog
        pending.begin(version)
        let isQueued =
            !isBehind
            && means.threads.write(bytes: count) { [self] in
                writeNow(version, index, content, means)
                pending.end(version)
            }
        guard !isQueued else { return }
        pending.end(version)
        state.withLock { $0.statistics.refused += 1 }
    }

    /// Whether the block is known to be stored; looks in memory only.
    package func contains(_ version: BlockVersion, _ index: Int64) -> Bool {
        isEnabled && state.withLock { $0.contains(version, index) }
    }

    /// Whether any block of the version is known to be stored; looks in memory only.
    package func hasAny(_ version: BlockVersion) -> Bool {
        isEnabled && state.withLock { $0.hasAny(version) }
    }

    /// Drops all versions of an object: at once from sight, soon from the disk.
    package func remove(_ key: ObjectKey) {
        guard let means else { return }
        let effects = state.withLock { $0.remove(key) }
        guard !effects.isEmpty else { return }
        if !means.threads.chore({ [self] in perform(effects, means) }) { perform(effects, means) }
    }

    /// What the cache has done and holds.
    package var statistics: BlockCacheStatistics {
        state.withLock { index in
            var statistics = index.statistics
            statistics.bytes = index.used
            return statistics
        }
    }

    /// Gives disk space back for something that matters more; works on the calling thread.
    ///
    /// - Returns: whether any was given back.
    func release(_ bytes: Int64) -> Bool {
        guard let means else { return false }
        let (released, effects) = state.withLock { $0.release(bytes) }
        perform(effects, means)
        return released > 0
    }

    /// Keeps the bounds, and notes on disk what was used.
    func tidy() {
        guard let means else { return }
        inherit(means)
        let (free, room) = (means.freeBytes(), means.share.room(wanted: 0))
        let (effects, touched) = state.withLock { index in
            index.limit = room.limit
            return (index.makeRoom(0, free: free), index.takeTouched())
        }
        perform(effects, means)
        if !touched.isEmpty {
            means.index.submit { connection throws(SQLiteError) in try BlockRows.noteUse(touched, connection) }
        }
    }

    /// Ends the threads; what waits to be stored is.
    func close() {
        guard let means else { return }
        means.threads.close()
        tidy()
        // The next mount may begin in this process, or while a staging file still shows a sign of life.
        means.index.submit { connection throws(SQLiteError) in try BlockRows.disown(means.instance.name, connection) }
    }

    /// - Parameter isCounted: whether somebody asked for it.
    /// - Returns: whether the block is in `space` now.
    func readNow(_ version: BlockVersion, _ number: Int64, into space: some BlockSpace, isCounted: Bool = true) -> Bool
    {
        guard let means, space.count > 0, space.count == version.blockLength(number),
            let (file, crc) = state.withLock({ $0.find(version, number, length: space.count) })
        else {
            if isCounted { state.withLock { $0.statistics.misses += 1 } }
            return false
        }
        if let stamp = means.files.read(file, number, into: space, crc: crc) {
            state.withLock { index in
                if isCounted { index.statistics.hits += 1 }
                index.noteVerified(version, number, file: file, crc: crc, stamp: stamp)
            }
            return true
        }
        let effects = state.withLock { index in
            if isCounted { index.statistics.misses += 1 }
            // Evicted while it was read, it is an ordinary miss.
            let effects = index.dropDamaged(version, number, file: file, crc: crc)
            if effects != nil { index.statistics.damaged += 1 }
            return effects
        }
        if let effects { perform(effects, means) }
        return false
    }

    private func writeNow(_ version: BlockVersion, _ number: Int64, _ content: some BlockContent, _ means: Means) {
        let length = content.count
        let taken = Int64(BlockIndex.onDisk(length))
        means.share.add(taken)
        let (free, room) = (means.freeBytes(), means.share.room(wanted: taken))
        let plan = state.withLock { index in
            index.limit = room.limit
            let plan = index.beginWrite(version, number, length: length, free: free) { newFile(means) }
            if plan.ticket == nil { index.statistics.refused += 1 }
            return plan
        }
        perform(plan.effects, means)
        guard let ticket = plan.ticket else {
            means.share.add(-taken)
            // Nothing of ours is left that could make room.
            if free < plan.missing { note("the disk has no room for the cache", means) }
            return
        }
        let isBehind = means.threads.writeBytes > means.threads.maximumWriteBytes / Self.behind
        let written = means.files.write(ticket.file, number, content, passesPages: isBehind)
        if written == nil { note("the disk takes no more for the cache", means) }
        let effects = state.withLock { index in
            let (isStored, effects) = index.endWrite(ticket, crc: written?.crc, stamp: written?.stamp)
            if !isStored { index.statistics.refused += 1 }
            if isStored, let crc = written?.crc {
                // Under the lock, so that the row comes before the change that removes it.
                let use = index.clock
                means.index.submit { connection throws(SQLiteError) in
                    try BlockRows.store(
                        version, file: ticket.file, owner: means.instance.name, use: use, number: number,
                        length: length, crc: crc, connection)
                }
            }
            return effects
        }
        perform(effects, means)
    }

    /// Does on the disk what the index decided, and tells it.
    private func perform(_ effects: [BlockIndex.Effect], _ means: Means) {
        for effect in effects {
            let stamp = means.files.perform(effect)
            means.share.add(-effect.length)
            state.withLock { index in
                index.finished(effect, stamp: stamp)
                means.index.submit { connection throws(SQLiteError) in
                    switch effect {
                    case .punch(_, let file, let number, _): try BlockRows.remove(file, number, connection)
                    case .unlink(let file, _): try BlockRows.remove(file, connection)
                    }
                }
            }
        }
    }

    private func note(_ trouble: String, _ means: Means) {
        guard !hasTrouble.exchange(true, ordering: .relaxed) else { return }
        means.onTrouble(means.files.isThere ? trouble : "somebody has removed the cache; the next mount makes it again")
    }

    /// A file number that no other mount gives: this one's name, and a count.
    private func newFile(_ means: Means) -> Int64 {
        let count = fileCounter.add(1, ordering: .relaxed).newValue
        return Int64(means.instance.number) << 32 | count & 0xffff_ffff
    }
}
