import Glibc
package import ObjectStore
import Synchronization

/// One rename of a directory: what is known of it, and its journal on the disk.
///
/// A journal that the disk does not take is given up: the rename goes on without it.
package final class RenameLog: Sendable {
    /// What the rename is.
    package let head: RenameRecord.Head
    /// Guards what is known; never held across a write.
    private let state: Mutex<RenameRecord>
    /// How far the rename could have come without a word of it here: see `RenameJournal.take`.
    package let isWhole: Bool
    /// When the last word was written, by this host's clock; nil for a rename of this mount.
    package let ended: Timestamp?
    let path: String?
    private let descriptor: CInt
    private let isGivenUp: Atomic<Bool>
    private let onTrouble: @Sendable (String) -> Void
    private let onEnd: @Sendable (RenameLog) -> Void

    /// - Parameters:
    ///   - path: where the journal is; nil where there is none.
    ///   - descriptor: open for appending; -1 for none. Closed at the end.
    init(
        _ record: RenameRecord, path: String?, descriptor: CInt, isWhole: Bool = true, ended: Timestamp? = nil,
        onTrouble: @escaping @Sendable (String) -> Void = { _ in }, onEnd: @escaping @Sendable (RenameLog) -> Void
    ) {
        head = record.head
        state = Mutex(record)
        self.path = path
        self.descriptor = descriptor
        self.isWhole = isWhole
        self.ended = ended
        isGivenUp = Atomic(path == nil)
        self.onTrouble = onTrouble
        self.onEnd = onEnd
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// What is known now.
    package var record: RenameRecord { state.withLock { $0 } }

    /// Notes that an object is about to be copied.
    ///
    /// - Returns: its number, for what follows.
    package func begin(_ version: RenameRecord.Version) -> Int {
        let (number, event) = state.withLock { record in
            let number = record.copies.count
            let event = RenameEvent.copying(number, version)
            record.apply(event)
            return (number, event)
        }
        append(event)
        return number
    }

    /// Notes what happened next.
    package func note(_ event: RenameEvent) {
        state.withLock { $0.apply(event) }
        append(event)
    }

    /// Notes that all copies are confirmed; they are on the disk as such when this returns.
    package func commit() async {
        note(.committed(state.withLock { record in record.copies.values.count { $0.stored != nil } }))
        guard !isGivenUp.load(ordering: .acquiring) else { return }
        do throws(FileCalls.Failure) {
            try await BlockingCall.run { [descriptor] () throws(FileCalls.Failure) in
                try FileCalls.synchronizeData(descriptor)
            }
        } catch { giveUp("fdatasync", error) }
    }

    /// The rename is done, or undone: nothing of it is left to do.
    package func end() {
        if let path { unlink(path) }
        onEnd(self)
    }

    private func append(_ event: RenameEvent) {
        guard descriptor >= 0, !isGivenUp.load(ordering: .acquiring) else { return }
        do throws(FileCalls.Failure) { try FileCalls.append(descriptor, RenameCoding.encode(event)) } catch {
            giveUp("write", error)
        }
    }

    /// A journal with a gap would say less than there is: better none.
    private func giveUp(_ call: String, _ error: FileCalls.Failure) {
        guard !isGivenUp.exchange(true, ordering: .acquiringAndReleasing), let path else { return }
        unlink(path)
        onTrouble(LocalStoreError(errno: error.code, call, path).detail)
    }
}
