import Glibc
import Synchronization

/// What this mount's blocks take of the room that all mounts of a bucket share.
///
/// Each writes into the file that is its sign of life how much it takes, and reads what the others take: before it
/// takes more it says so, so that two who do at the same time both see it. What a dead mount took counts until
/// somebody takes over its files.
final class CacheShare: Sendable {
    /// A line of a file in `locks/`.
    private struct Record {
        /// Bytes of blocks on the disk or on their way there.
        var bytes: Int64 = 0
        /// When it last wanted more than the others left it, though it had less than its part, in seconds since boot.
        var wanting: Int64 = 0
    }

    /// What a mount may take now.
    struct Room: Hashable, Sendable {
        var limit: Int64
        /// The others take more than their part, and this mount less than its own.
        var isSqueezed = false
    }

    /// So long one who wanted more is thought of, in seconds.
    private static let patience: Int64 = 120

    private let instance: InstanceLock
    private let locks: String
    private let cacheSize: Int64
    /// A leaf lock, held while a few bytes are written to the page cache, so that they are written in order.
    private let own = Mutex(Record())

    init(instance: InstanceLock, locks: String, cacheSize: Int64) {
        self.instance = instance
        self.locks = locks
        self.cacheSize = cacheSize
    }

    /// Counts bytes in (or out, below zero), and tells the others.
    func add(_ bytes: Int64) {
        guard bytes != 0 else { return }
        own.withLock { record in
            record.bytes += bytes
            instance.write([record.bytes, record.wanting])
        }
    }

    /// How many bytes this mount may have, by what the others have now.
    ///
    /// - Parameter wanted: bytes that are to be taken, which count in `bytes` already.
    func room(wanted: Int64) -> Room {
        var others: Int64 = 0
        var count: Int64 = 0
        var isWanted = false
        let now = Self.now()
        for name in FileCalls.names(in: locks) where name != instance.name {
            guard let words = InstanceLock.read("\(locks)/\(name)"), words.count == 2 else { continue }
            others += max(0, words[0])
            count += 1
            if words[1] > 0, now - words[1] < Self.patience { isWanted = true }
        }
        guard count > 0 else { return Room(limit: cacheSize) }
        let part = cacheSize / (count + 1)
        var room = Room(limit: max(0, cacheSize - others))
        if isWanted { room.limit = min(room.limit, part) }
        own.withLock { record in
            let isSqueezed = wanted > 0 && record.bytes > room.limit && record.bytes <= part
            room.isSqueezed = isSqueezed
            guard isSqueezed else { return }
            record.wanting = now
            instance.write([record.bytes, record.wanting])
        }
        return room
    }

    /// The mounts that are dead and whose blocks nobody has taken over.
    func dead() -> [String] {
        FileCalls.names(in: locks).filter { $0 != instance.name && InstanceLock.isDead("\(locks)/\($0)") }
    }

    /// Removes the signs of mounts whose blocks have been taken over.
    func bury(_ dead: [String]) {
        for name in dead { InstanceLock.bury("\(locks)/\(name)") }
    }

    private static func now() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return Int64(now.tv_sec) + 1
    }
}
