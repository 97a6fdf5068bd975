import Synchronization

/// The memory of one piece of an object version.
///
/// Its bytes are written once, by the fetch it was made for, and read only where the version's `PieceTable` says that they
/// have arrived. Being freed gives its bytes back to the budget.
///
/// `@unchecked Sendable`: `memory` is written only beyond the filled part, by one fetch, and read only within it; the lock of
/// the version orders the two. `list`, `next` and `previous` are guarded by the lock of `budget`.
final class Piece: @unchecked Sendable {
    /// Strong, so that a version lives while it has bytes in memory; ends when the piece leaves the lists of the budget.
    let version: ObjectVersion
    let index: Int64
    let memory: UnsafeMutableRawPointer
    let capacity: Int
    private let budget: MemoryBudget

    /// Whether no reader has had it yet: then it was fetched ahead for someone who is still to come.
    let isUnread = Atomic(true)
    /// Whether it was read since it last was looked at as a victim.
    let wasUsed = Atomic(false)

    /// In which list of the budget this is; guarded by the budget's lock, as are the links.
    var list: PieceList.Kind?
    var next: Piece?
    var previous: Piece?

    /// - Precondition: `capacity` bytes were reserved in `budget`; they belong to the piece from now on.
    init(version: ObjectVersion, index: Int64, capacity: Int, budget: MemoryBudget) {
        self.version = version
        self.index = index
        self.capacity = capacity
        self.budget = budget
        memory = budget.allocate(capacity)
    }

    deinit { budget.free(memory, capacity) }

    /// Notes that a reader takes bytes of it; true when it is the first.
    func noteReader() -> Bool {
        if isUnread.load(ordering: .relaxed) { return isUnread.exchange(false, ordering: .relaxed) }
        if !wasUsed.load(ordering: .relaxed) { wasUsed.store(true, ordering: .relaxed) }
        return false
    }
}
