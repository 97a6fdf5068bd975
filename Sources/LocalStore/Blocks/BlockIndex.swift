import ObjectStore

/// Which blocks are on the disk, in which file, and in which order they were used: decisions only, no disk.
///
/// Exactly one mount changes a file, and one `BlockIndex` speaks for it. What it decides comes back as an `Effect`,
/// which the owner performs after unlocking and then reports by `finished`.
struct BlockIndex: Sendable {
    /// What is to be done on the disk.
    enum Effect: Hashable, Sendable {
        /// Give the space of one block back; its file stays.
        case punch(block: Int32, file: Int64, number: Int64, length: Int32)
        /// Remove a file whose number is never used again.
        case unlink(file: Int64, length: Int64)

        /// Bytes of the disk.
        var length: Int64 {
            switch self {
            case .punch(_, _, _, let length): Int64(length)
            case .unlink(_, let length): length
            }
        }
    }

    /// The right to write one block.
    struct Ticket: Hashable, Sendable {
        let block: Int32
        let file: Int64
        /// Bytes that take part of the disk: whole pages.
        let length: Int32
    }

    struct WritePlan: Hashable, Sendable {
        /// Nil when the block is not wanted: it is there already, or nothing can make room for it.
        var ticket: Ticket?
        /// To be performed first.
        var effects: [Effect]
        /// What the disk would have to have free, where it is that what a block is not stored for; else 0.
        var missing: Int64 = 0
    }

    enum BlockState: Hashable, Sendable {
        /// Its bytes are on their way to the disk.
        case writing
        /// On the disk with this checksum.
        case present(crc: UInt32)
        /// Its space is on its way back; it cannot be written until that is done.
        case leaving
    }

    struct Place: Hashable, Sendable {
        let version: Int32
        let number: Int64
    }

    struct Block: Sendable {
        let place: Place
        let length: Int32
        var state: BlockState
        /// Written, or read back and found right, since this mount began.
        var isVerified = false
        /// Other blocks of the version, in no order.
        var next: Int32?
        var previous: Int32?
    }

    struct Version: Sendable {
        let identity: BlockVersion
        let file: Int64
        var blocks: Int32?
        var blockCount = 0
        /// Blocks that are present or being written: when there are none, the file has no reason to be.
        var liveCount = 0
        /// Blocks that are being written.
        var writingCount = 0
        /// Blocks that are present and verified.
        var verifiedCount = 0
        /// How the file was when we last changed it, or first looked at it; another stamp is somebody else's doing.
        var stamp: FileStamp?
        /// Who reads the file without asking: while there is anyone, nothing of it is changed or makes room.
        var pinCount = 0
        /// Its file is being removed, or will be when the last write has ended.
        var isRetired = false
        /// The next version of the same key.
        var nextOfKey: Int32?
    }

    let cacheSize: Int64
    /// What other mounts leave of `cacheSize` at the moment.
    var limit: Int64
    let minimumFree: Int64
    /// Bounds the memory that the index takes.
    let maximumVersions: Int
    let maximumBlocks: Int

    var versions = Slots<Version>()
    var blocks = Slots<Block>()
    var places: [Place: Int32] = [:]
    var keys: [ObjectKey: Int32] = [:]
    /// Blocks that are present, by last use.
    var recency = RecencyList()
    /// Bytes present or being written.
    var used: Int64 = 0
    /// Blocks present or being written.
    var liveBlocks = 0
    /// Versions that are not retired.
    var liveVersions = 0
    /// Bytes being written, which the disk does not know of yet.
    var writing: Int64 = 0
    /// Bytes on their way back, which the disk does not know of yet.
    var leaving: Int64 = 0
    /// Files used since this was last asked for, with the time of use.
    var touched: [Int64: Int64] = [:]
    /// Counts uses, and begins at the microseconds of the wall clock, so that two mounts' uses compare.
    var clock: Int64
    var statistics = BlockCacheStatistics()

    /// What a block takes of the disk, in bytes.
    static let page = 4096

    init(
        cacheSize: Int64, minimumFree: Int64, clock: Int64,
        maximumVersions: Int = 1 << 18, maximumBlocks: Int = 1 << 20
    ) {
        self.cacheSize = cacheSize
        limit = cacheSize
        self.minimumFree = minimumFree
        self.clock = clock
        self.maximumVersions = maximumVersions
        self.maximumBlocks = maximumBlocks
    }

    static func onDisk(_ length: Int) -> Int32 { Int32((length + page - 1) / page * page) }

    // MARK: Looking

    /// The slot of a version that can be read and written.
    func slot(of version: BlockVersion) -> Int32? {
        var slot = keys[version.key]
        while let candidate = slot {
            let entry = versions[candidate]
            if entry.identity == version { return candidate }
            slot = entry.nextOfKey
        }
        return nil
    }

    func contains(_ version: BlockVersion, _ number: Int64) -> Bool {
        guard let slot = slot(of: version), let block = places[Place(version: slot, number: number)] else {
            return false
        }
        if case .present = blocks[block].state { return true }
        return false
    }

    func hasAny(_ version: BlockVersion) -> Bool {
        guard let slot = slot(of: version) else { return false }
        var block = versions[slot].blocks
        while let candidate = block {
            if case .present = blocks[candidate].state { return true }
            block = blocks[candidate].next
        }
        return false
    }

    /// Where a block is and what its checksum must be; the block becomes the newest.
    mutating func find(_ version: BlockVersion, _ number: Int64, length: Int) -> (file: Int64, crc: UInt32)? {
        guard let slot = slot(of: version), let block = places[Place(version: slot, number: number)],
            case .present(let crc) = blocks[block].state, blocks[block].length == Self.onDisk(length)
        else { return nil }
        if versions[slot].pinCount == 0 { recency.touch(block) }
        touch(versions[slot].file)
        return (versions[slot].file, crc)
    }

    mutating func touch(_ file: Int64) {
        clock += 1
        touched[file] = clock
    }

    // MARK: Writing

    /// Decides on storing a block of `length` bytes.
    ///
    /// - Parameters:
    ///   - free: bytes that the disk has left.
    ///   - newFile: the number of a file in case the version has none.
    mutating func beginWrite(
        _ version: BlockVersion, _ number: Int64, length: Int, free: Int64, newFile: () -> Int64
    ) -> WritePlan {
        let length = Self.onDisk(length)
        var plan = WritePlan(ticket: nil, effects: [])
        if let slot = slot(of: version), places[Place(version: slot, number: number)] != nil { return plan }
        guard Int64(length) <= cacheSize else { return plan }
        plan.effects = makeRoom(Int64(length), free: free)
        guard isRoom(Int64(length), free: free) else {
            plan.missing = minimumFree + writing + Int64(length) - leaving
            return plan
        }
        let slot = self.slot(of: version) ?? insert(version, file: newFile())
        let block = insert(Place(version: slot, number: number), length: length, .writing)
        versions[slot].writingCount += 1
        writing += Int64(length)
        plan.ticket = Ticket(block: block, file: versions[slot].file, length: length)
        return plan
    }

    /// Ends a write: `crc` is nil if it failed.
    ///
    /// - Parameter stamp: the file's, after the write.
    mutating func endWrite(
        _ ticket: Ticket, crc: UInt32?, stamp: FileStamp? = nil
    ) -> (isStored: Bool, effects: [Effect]) {
        writing -= Int64(ticket.length)
        let slot = blocks[ticket.block].place.version
        versions[slot].writingCount -= 1
        guard let crc, !versions[slot].isRetired else {
            return (false, discard(ticket.block))
        }
        blocks[ticket.block].state = .present(crc: crc)
        if let stamp {
            versions[slot].stamp = max(stamp, versions[slot].stamp ?? stamp)
            blocks[ticket.block].isVerified = true
            versions[slot].verifiedCount += 1
        }
        if versions[slot].pinCount == 0 { recency.append(ticket.block) }
        touch(versions[slot].file)
        statistics.stored += 1
        return (true, [])
    }

    // MARK: Making room

    private func isRoom(_ length: Int64, free: Int64) -> Bool {
        missing(length, free: free) <= 0 && liveBlocks < maximumBlocks && liveVersions < maximumVersions
    }

    /// Bytes that must go before `length` bytes may come.
    private func missing(_ length: Int64, free: Int64) -> Int64 {
        max(used + length - min(cacheSize, limit), minimumFree + writing + length - free - leaving)
    }

    /// Drops the blocks that were not used for the longest time until `length` bytes may come, or none is left.
    mutating func makeRoom(_ length: Int64, free: Int64) -> [Effect] {
        var effects: [Effect] = []
        while !isRoom(length, free: free), let oldest = recency.oldest {
            statistics.evicted += 1
            effects += discard(oldest)
        }
        return effects
    }

    /// Drops the oldest blocks until `bytes` are on their way back, or none is left.
    mutating func release(_ bytes: Int64) -> (released: Int64, effects: [Effect]) {
        var effects: [Effect] = []
        let before = used
        while before - used < bytes, let oldest = recency.oldest {
            statistics.evicted += 1
            effects += discard(oldest)
        }
        return (before - used, effects)
    }

    /// Drops a block that did not read back as it should; answers nil if it has gone, or was replaced, meanwhile.
    mutating func dropDamaged(_ version: BlockVersion, _ number: Int64, file: Int64, crc: UInt32) -> [Effect]? {
        guard let slot = slot(of: version), versions[slot].file == file,
            let block = places[Place(version: slot, number: number)], blocks[block].state == .present(crc: crc)
        else { return nil }
        // Who reads the file without asking must not find a hole: it goes whole.
        return versions[slot].pinCount > 0 ? retire(slot) : discard(block)
    }

    /// Drops every version of an object.
    mutating func remove(_ key: ObjectKey) -> [Effect] {
        var effects: [Effect] = []
        while let slot = keys[key] {
            effects += retire(slot)
        }
        return effects
    }

    // MARK: Loading

    /// Takes in a block that an earlier run stored; called in the order of last use, oldest first.
    ///
    /// - Returns: false when it is not wanted: the caller drops the file if it was the first block of it.
    mutating func load(_ version: BlockVersion, _ number: Int64, file: Int64, length: Int, crc: UInt32) -> Bool {
        let slot: Int32
        if let known = self.slot(of: version) {
            guard versions[known].file == file, places[Place(version: known, number: number)] == nil else {
                return false
            }
            slot = known
        } else {
            guard liveVersions < maximumVersions else { return false }
            slot = insert(version, file: file)
        }
        guard liveBlocks < maximumBlocks else { return false }
        let block = insert(Place(version: slot, number: number), length: Self.onDisk(length), .present(crc: crc))
        recency.append(block)
        return true
    }

    /// As the other `load`; a row that makes no sense is not wanted.
    mutating func load(_ left: BlockRows.Left) -> Bool {
        guard left.length > 0, left.length == left.version.blockLength(left.number),
            let crc = UInt32(exactly: left.crc),
            load(left.version, left.number, file: left.file, length: Int(left.length), crc: crc)
        else { return false }
        clock = max(clock, left.lastUse)
        return true
    }

    /// The files used since the last call, with their times.
    mutating func takeTouched() -> [Int64: Int64] {
        defer { touched = [:] }
        return touched
    }
}
