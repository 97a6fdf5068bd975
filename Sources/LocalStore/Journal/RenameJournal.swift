import Glibc
package import ObjectStore
import Synchronization

/// The renames of directories that are under way, each in a small file that carries the mount's name, so that the next
/// mount can finish or undo what this one could not.
package final class RenameJournal: Sendable {
    /// What a dead mount has left.
    package struct Left: Sendable {
        /// Those to be settled, the oldest first.
        package var logs: [RenameLog] = []
        /// Those that cannot be read: their paths now, where they stay.
        package var damaged: [String] = []
    }

    private let home: Home
    private let counter = Atomic<UInt64>(0)
    /// Those of this mount that are not at their end.
    private let own = Mutex<[ObjectIdentifier: RenameLog]>([:])

    init(home: Home) { self.home = home }

    /// Begins a journal: its head is on the disk when this returns.
    ///
    /// - Parameter onTrouble: told once, for the log, when the disk takes no journal, now or later.
    package func begin(
        source: ObjectKey, target: ObjectKey, replaces: Bool, onTrouble: @escaping @Sendable (String) -> Void
    ) async -> RenameLog {
        let head = RenameRecord.Head(source: source, target: target, replaces: replaces, begun: .now)
        var file: (path: String, descriptor: CInt)?
        do throws(LocalStoreError) {
            let instance = try home.instance()
            let path = "\(home.renames)/\(instance.name)-\(counter.add(1, ordering: .relaxed).newValue)"
            let bytes = RenameCoding.encode(head, boot: BootNumber.current)
            let descriptor = try await BlockingCall.run { [home] () throws(LocalStoreError) in
                do throws(FileCalls.Failure) { return try Self.make(path, bytes, home) } catch {
                    throw LocalStoreError(errno: error.code, "write", path)
                }
            }
            file = (path, descriptor)
        } catch { onTrouble(error.detail) }
        return keep(
            RenameLog(
                RenameRecord(head), path: file?.path, descriptor: file?.descriptor ?? -1, onTrouble: onTrouble,
                onEnd: forget))
    }

    /// Makes the file, which is there after a power loss too.
    private static func make(_ path: String, _ bytes: [UInt8], _ home: Home) throws(FileCalls.Failure) -> CInt {
        try FileCalls.makeDirectory(home.renames)
        let descriptor = try FileCalls.open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND)
        do throws(FileCalls.Failure) {
            try FileCalls.append(descriptor, bytes)
            try FileCalls.synchronizeData(descriptor)
            try FileCalls.synchronizeDirectory(home.renames)
            try FileCalls.synchronizeDirectory(home.path)
        } catch {
            unlink(path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Those of this mount that could be neither done nor undone.
    package var unsettled: [RenameLog] {
        own.withLock { Array($0.values) }.sorted { $0.head.begun < $1.head.begun }
    }

    private func keep(_ log: RenameLog) -> RenameLog {
        own.withLock { $0[ObjectIdentifier(log)] = log }
        return log
    }

    /// Not to be owned by what it forgets.
    private var forget: @Sendable (RenameLog) -> Void {
        { [weak self] log in self?.own.withLock { $0[ObjectIdentifier(log)] = nil } }
    }

    /// Takes over what mounts that are dead have left; it is this mount's from now on.
    ///
    /// A journal is whole where the machine still runs that it was written on: the kernel has every word that the mount
    /// wrote. After a power loss copies may be there that it knows nothing of.
    ///
    /// - Parameter isWanted: by the prefixes of a rename, whether this mount may settle it.
    package func take(where isWanted: (RenameRecord.Head) -> Bool) -> Left {
        let names = home.leftByDead(in: home.renames)
        guard !names.isEmpty, let instance = try? home.instance() else { return Left() }
        var left = Left()
        for name in names.sorted() {
            let old = "\(home.renames)/\(name)"
            guard let (content, written) = Self.read(old) else { continue }
            switch content {
            case .empty: unlink(old)
            case .damaged: left.damaged.append(old)
            case .record(let record, let boot):
                guard isWanted(record.head) else { continue }
                let path = "\(home.renames)/\(instance.name)-\(counter.add(1, ordering: .relaxed).newValue)"
                // Another mount that begins now may have been quicker.
                guard (try? FileCalls.rename(old, path)) != nil else { continue }
                left.logs.append(
                    keep(
                        RenameLog(
                            record, path: path, descriptor: (try? FileCalls.open(path, O_WRONLY | O_APPEND)) ?? -1,
                            isWhole: boot == BootNumber.current, ended: written, onEnd: forget)))
            }
        }
        left.logs.sort { $0.head.begun < $1.head.begun }
        return left
    }

    /// What a journal says, and when it was last written to; nil when it cannot be read.
    private static func read(_ path: String) -> (RenameCoding.Content, Timestamp)? {
        guard let descriptor = try? FileCalls.open(path, O_RDONLY) else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, let bytes = try? FileCalls.read(descriptor) else { return nil }
        let written = Timestamp(
            seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int32(status.st_mtim.tv_nsec))
        return (RenameCoding.decode(bytes), written)
    }
}
