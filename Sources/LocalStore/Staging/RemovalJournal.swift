import Glibc
package import ObjectStore
import Synchronization

/// Objects that are to be removed from the bucket when their files are closed: noted on the disk, lest they stay in the
/// bucket when the mount is killed before.
///
/// One small file each, which carries the mount's name. Losing one, by a power loss or a full disk, leaves an object that
/// nobody wants, and nothing else.
package final class RemovalJournal: Sendable {
    /// An object that a mount that is dead was to remove.
    package struct Entry: Hashable, Sendable {
        package let key: ObjectKey
        /// The version that was to be removed.
        package let etag: ETag
        /// When its file was removed: what is newer is somebody else's.
        package let removed: Timestamp
        fileprivate let path: String
    }

    private let home: Home
    private let counter = Atomic<UInt64>(0)
    /// This mount's own entries, by key.
    private let own = Mutex<[ObjectKey: String]>([:])

    init(home: Home) { self.home = home }

    /// Notes that an object is to be removed.
    package func record(_ key: ObjectKey, etag: ETag) {
        guard let instance = try? home.instance() else { return }
        let path = "\(home.removals)/\(instance.name)-\(counter.add(1, ordering: .relaxed).newValue)"
        let bytes = Self.encode(key, etag, .now)
        do {
            try FileCalls.makeDirectory(home.removals)
            let descriptor = try FileCalls.open(path, O_WRONLY | O_CREAT | O_EXCL)
            defer { close(descriptor) }
            try FileCalls.writeAll(descriptor, bytes, at: 0)
        } catch { return }
        if let old = own.withLock({ $0.updateValue(path, forKey: key) }) { unlink(old) }
    }

    /// Notes that an object is removed, or is not to be any more.
    package func forget(_ key: ObjectKey) {
        if let path = own.withLock({ $0.removeValue(forKey: key) }) { unlink(path) }
    }

    /// What mounts that are dead were to remove.
    package func left() -> [Entry] {
        home.leftByDead(in: home.removals).compactMap { name in
            let path = "\(home.removals)/\(name)"
            if let entry = Self.read(path) { return entry }
            unlink(path)
            return nil
        }
    }

    /// Notes that an entry of a dead mount is done with.
    package func finish(_ entry: Entry) { unlink(entry.path) }

    /// Three lines of text before the key: its length tells whether it is whole.
    private static func encode(_ key: ObjectKey, _ etag: ETag, _ time: Timestamp) -> [UInt8] {
        Array("\(time.seconds) \(time.nanoseconds)\n\(etag.value)\n\(key.bytes.count)\n".utf8) + key.bytes
    }

    private static func read(_ path: String) -> Entry? {
        guard let descriptor = try? FileCalls.open(path, O_RDONLY) else { return nil }
        defer { close(descriptor) }
        guard let size = try? FileCalls.size(descriptor), size <= 1 << 16,
            let bytes = try? FileCalls.read(descriptor, count: size)
        else { return nil }
        let lines = bytes.split(separator: 10, maxSplits: 3, omittingEmptySubsequences: false)
        guard lines.count == 4 else { return nil }
        let text = lines[..<3].map { String(decoding: $0, as: UTF8.self) }
        let time = text[0].split(separator: " ")
        guard time.count == 2, let seconds = Int64(time[0]), let nanoseconds = Int32(time[1]),
            (0..<1_000_000_000).contains(nanoseconds), Int(text[2]) == lines[3].count, !lines[3].isEmpty
        else { return nil }
        return Entry(
            key: ObjectKey(Array(lines[3])), etag: ETag(text[1]),
            removed: Timestamp(seconds: seconds, nanoseconds: nanoseconds), path: path)
    }
}
