import Glibc
import Synchronization

/// Says beside a staging file what its bytes mean and where they belong, for whoever finds both when the process was
/// killed.
///
/// It is there as long as the content is not in the bucket. What it tells of has been done to the staging file before, so
/// that a record that is not there yet tells of nothing that anybody was told. It is removed with its last reference,
/// unless it was left.
package final class StagingJournal: Sendable {
    private struct State {
        var descriptor: CInt
        var path: String
        /// Where the next record goes.
        var end: Int64
        /// How much of that one statement of everything took.
        var baseLength: Int64
        /// A record could not be written: what is there is not how things are.
        var isBehind = false
        /// It is removed already.
        var isEnded = false
        /// It is to stay when the object goes.
        var isLeft = false
    }

    /// What a journal is called beside its file.
    static let suffix = ".journal"
    /// Of records that a new statement of everything would make superfluous, this many bytes are kept at least.
    private static let slack: Int64 = 64 << 10

    /// Held across the writing of a record into the page cache.
    ///
    /// A leaf.
    private let state: Mutex<State>
    /// Makes room for at least so many bytes at the expense of clean blocks.
    private let reclaim: @Sendable (Int64) -> Bool

    /// Makes a journal that begins with these records.
    ///
    /// - Throws: `.noSpace`, `.readOnly` or `.inaccessible`; there is none then.
    init(
        at path: String, _ records: [StagingRecord], reclaim: @escaping @Sendable (Int64) -> Bool
    ) throws(LocalStoreError) {
        self.reclaim = reclaim
        let (descriptor, end) = try Self.make(at: path, records, reclaim)
        state = Mutex(State(descriptor: descriptor, path: path, end: end, baseLength: end))
    }

    /// Takes over a journal that is open, with all records before `end`.
    init(descriptor: CInt, path: String, end: Int64, reclaim: @escaping @Sendable (Int64) -> Bool) {
        self.reclaim = reclaim
        state = Mutex(State(descriptor: descriptor, path: path, end: end, baseLength: 0))
    }

    deinit {
        let last = state.withLock { $0 }
        if !last.isEnded, !last.isLeft { unlink(last.path) }
        close(last.descriptor)
    }

    /// Whether a record could not be written: everything must be said anew before anything is changed.
    package var isBehind: Bool { state.withLock { $0.isBehind } }

    /// Whether most of it would be superfluous if everything were said anew.
    package var isLong: Bool { state.withLock { $0.end - $0.baseLength > max(Self.slack, 4 * $0.baseLength) } }

    /// Adds records; clean blocks give way when the disk is full.
    ///
    /// - Throws: `.noSpace` or `.inaccessible`; it `isBehind` then.
    package func append(_ records: [StagingRecord]) throws(LocalStoreError) {
        let bytes = StagingLog.bytes(of: records)
        try state.withLock { state throws(LocalStoreError) in
            guard !state.isEnded else { return }
            do throws(FileCalls.Failure) {
                try Self.write(bytes, to: state.descriptor, at: state.end, reclaim)
                state.end += Int64(bytes.count)
            } catch {
                state.isBehind = true
                // No half of a record is to stand before the next ones.
                try? FileCalls.truncate(state.descriptor, to: state.end)
                throw LocalStoreError(errno: error.code, "pwrite", state.path)
            }
        }
    }

    /// Begins anew with these records, which say everything.
    ///
    /// - Throws: `.noSpace`, `.readOnly` or `.inaccessible`; the old ones stand then.
    package func rewrite(_ records: [StagingRecord]) throws(LocalStoreError) {
        try state.withLock { state throws(LocalStoreError) in
            guard !state.isEnded else { return }
            let fresh = state.path + ".new"
            unlink(fresh)
            let (descriptor, end) = try Self.make(at: fresh, records, reclaim)
            guard rename(fresh, state.path) == 0 else {
                let code = errno
                unlink(fresh)
                close(descriptor)
                throw LocalStoreError(errno: code, "rename", state.path)
            }
            close(state.descriptor)
            state.descriptor = descriptor
            state.end = end
            state.baseLength = end
            state.isBehind = false
        }
    }

    /// Removes the journal: the content is in the bucket, or is nobody's any more.
    package func end() {
        state.withLock { state in
            if !state.isEnded { unlink(state.path) }
            state.isEnded = true
        }
    }

    /// Lets it stay when the object goes, for the next mount; it goes on telling of what is changed.
    package func leave() { state.withLock { $0.isLeft = true } }

    private static func make(
        at path: String, _ records: [StagingRecord], _ reclaim: (Int64) -> Bool
    ) throws(LocalStoreError) -> (CInt, Int64) {
        let bytes = StagingLog.magic + StagingLog.bytes(of: [.boot(BootNumber.current)] + records)
        let descriptor: CInt
        do { descriptor = try FileCalls.open(path, O_RDWR | O_CREAT | O_EXCL) } catch {
            throw LocalStoreError(errno: error.code, "open", path)
        }
        do { try write(bytes, to: descriptor, at: 0, reclaim) } catch {
            unlink(path)
            close(descriptor)
            throw LocalStoreError(errno: error.code, "pwrite", path)
        }
        return (descriptor, Int64(bytes.count))
    }

    private static func write(
        _ bytes: [UInt8], to descriptor: CInt, at offset: Int64, _ reclaim: (Int64) -> Bool
    ) throws(FileCalls.Failure) {
        do { try FileCalls.writeAll(descriptor, bytes, at: offset) } catch {
            guard error.code == ENOSPC || error.code == EDQUOT, reclaim(Int64(bytes.count)) else { throw error }
            try FileCalls.writeAll(descriptor, bytes, at: offset)
        }
    }
}
