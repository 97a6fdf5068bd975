import Synchronization

/// The memory of all buffers of a mount's readers, bounded.
///
/// Bytes are reserved before pieces are made of them, and return when a piece is freed. To make room, the pieces that were not
/// used for the longest time are dropped, of whatever version. What cannot be reserved at once waits its turn, in the order of
/// asking; a waiter holds no memory of its own, so that waiters never wait for each other.
///
/// Its lock comes last: it may be taken while a version's lock is held, and nothing else is taken under it.
final class MemoryBudget: Sendable {
    private struct Waiting {
        let bytes: Int64
        let granted: @Sendable () -> Void
    }

    private struct State {
        /// Bytes reserved or in pieces.
        var used: Int64 = 0
        var read = PieceList(.read)
        var unread = PieceList(.unread)
        /// Who waits for memory; those before `firstWaiting` have it.
        var queue: [Waiting] = []
        var firstWaiting = 0
        /// Whether a task is on its way to serve the queue.
        var isServing = false
        /// Of pieces of the ordinary size; others have memory of their own.
        var memory: PieceMemory

        var isQueueEmpty: Bool { firstWaiting == queue.count }
    }

    /// Bytes in all.
    let limit: Int64
    private let pieceSize: Int
    private let maximumSpare: Int
    private let keptAfterReading: Int64
    /// Guards the lists, the links of all pieces, the queue and the memory.
    private let state: Mutex<State>

    /// - Parameter keptAfterReading: how many bytes stay that have been read, when nobody needs the memory; nil for all.
    init(limit: Int64, pieceSize: Int64, keptAfterReading: Int64? = nil) {
        self.limit = limit
        self.keptAfterReading = keptAfterReading ?? limit
        self.pieceSize = Int(pieceSize)
        state = Mutex(State(memory: PieceMemory(pieceSize: Int(pieceSize))))
        maximumSpare = Int(min(limit / 4, 64 << 20) / pieceSize)
    }

    deinit { state.withLock { $0.memory.unmap() } }

    /// Bytes reserved or in pieces now.
    var used: Int64 { state.withLock { $0.used } }

    // MARK: Reserving

    /// Reserves for what may as well not happen: fails rather than drop what was fetched ahead for others, or go before who waits.
    func tryReserve(_ bytes: Int64) -> Bool {
        reserveAtOnce(bytes, dropsUnread: false)
    }

    /// Reserves for somebody who waits.
    ///
    /// - Parameter granted: called once if the answer is false: from here or, later, from another thread.
    /// - Returns: whether the bytes are reserved at once.
    func reserve(_ bytes: Int64, granted: @escaping @Sendable () -> Void) -> Bool {
        if reserveAtOnce(bytes, dropsUnread: true) { return true }
        state.withLock { $0.queue.append(Waiting(bytes: bytes, granted: granted)) }
        // What was freed between the two locks has woken nobody.
        serveQueue()
        return false
    }

    /// Gives back reserved bytes of which no piece was made.
    func release(_ bytes: Int64) {
        guard bytes > 0 else { return }
        let wakes = state.withLock { state in
            state.used -= bytes
            return Self.mustServe(&state)
        }
        if wakes { serveLater() }
    }

    private enum Step {
        case reserved
        case refused
        case drop(Piece)
    }

    private func reserveAtOnce(_ bytes: Int64, dropsUnread: Bool) -> Bool {
        while true {
            let step = state.withLock { state -> Step in
                guard state.isQueueEmpty else { return .refused }
                return takeOrDrop(bytes, &state, dropsUnread: dropsUnread)
            }
            switch step {
            case .reserved: return true
            case .refused: return false
            // Freed here, outside the lock, unless a reader still has it.
            case .drop(let piece): piece.version.drop(CollectionOfOne(piece))
            }
        }
    }

    /// One that is larger than everything gets its memory when it is alone.
    private func takeOrDrop(_ bytes: Int64, _ state: inout State, dropsUnread: Bool) -> Step {
        if state.used + bytes <= limit || (dropsUnread && state.used == 0) {
            state.used += bytes
            return .reserved
        }
        while let piece = state.read.oldest {
            state.read.remove(piece)
            if piece.wasUsed.exchange(false, ordering: .relaxed) {
                state.read.append(piece)
            } else {
                return .drop(piece)
            }
        }
        if dropsUnread, let piece = state.unread.oldest {
            state.unread.remove(piece)
            return .drop(piece)
        }
        return .refused
    }

    // MARK: The queue

    /// Whether the caller, who has freed something, must call `serveLater`.
    private static func mustServe(_ state: inout State) -> Bool {
        guard !state.isQueueEmpty, !state.isServing else { return false }
        state.isServing = true
        return true
    }

    /// In a task, since who frees memory may hold the lock of a version.
    private func serveLater() {
        Task { self.serveQueue() }
    }

    private func serveQueue() {
        while true {
            let (step, waiting) = state.withLock { state -> (Step, Waiting?) in
                state.isServing = false
                guard !state.isQueueEmpty else { return (.refused, nil) }
                let head = state.queue[state.firstWaiting]
                let step = takeOrDrop(head.bytes, &state, dropsUnread: true)
                guard case .reserved = step else { return (step, nil) }
                state.firstWaiting += 1
                if state.firstWaiting * 2 >= state.queue.count {
                    state.queue.removeFirst(state.firstWaiting)
                    state.firstWaiting = 0
                }
                return (step, head)
            }
            switch step {
            case .reserved: waiting?.granted()
            case .refused: return
            case .drop(let piece): piece.version.drop(CollectionOfOne(piece))
            }
        }
    }

    // MARK: Pieces

    /// Memory for a piece, of bytes that are reserved.
    func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        if isOrdinary(capacity) { return state.withLock { $0.memory.allocate() } }
        // Memory of free pieces is within the limit too.
        let spare = state.withLock { state in
            state.used + Int64(state.memory.residentCount * pieceSize) > limit ? state.memory.takeResident() : nil
        }
        if let spare { giveBack(spare) }
        return UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
    }

    /// Takes a piece's memory back.
    func free(_ memory: UnsafeMutableRawPointer, _ capacity: Int) {
        let isOrdinary = isOrdinary(capacity)
        let address = UInt(bitPattern: memory)
        let (isKept, wakes) = state.withLock { state in
            state.used -= Int64(capacity)
            let count = state.memory.residentCount + 1
            let isKept = isOrdinary && count <= maximumSpare && state.used + Int64(count * pieceSize) <= limit
            if isKept { state.memory.keep(address) }
            return (isKept, Self.mustServe(&state))
        }
        if !isOrdinary {
            memory.deallocate()
        } else if !isKept {
            giveBack(memory)
        }
        if wakes { serveLater() }
    }

    /// Whether the memory of a piece is one of many that are mapped together, and share no page.
    private func isOrdinary(_ capacity: Int) -> Bool { capacity == pieceSize && capacity % PieceMemory.pageSize == 0 }

    private func giveBack(_ piece: UnsafeMutableRawPointer) {
        PieceMemory.giveBack(piece, pieceSize)
        let address = UInt(bitPattern: piece)
        state.withLock { $0.memory.noteEmpty(address) }
    }

    /// Takes in pieces that are complete: from now on they may be dropped.
    func add(_ pieces: [Piece]) {
        let (excess, wakes) = state.withLock { state in
            for piece in pieces {
                if piece.isUnread.load(ordering: .relaxed) {
                    state.unread.append(piece)
                } else {
                    state.read.append(piece)
                }
            }
            return (takeExcess(&state), Self.mustServe(&state))
        }
        if wakes { serveLater() }
        drop(excess)
    }

    /// Notes that pieces have had their first reader.
    func markRead(_ pieces: [Piece]) {
        guard !pieces.isEmpty else { return }
        let excess = state.withLock { state in
            for piece in pieces where piece.list == .unread {
                state.unread.remove(piece)
                state.read.append(piece)
            }
            return takeExcess(&state)
        }
        drop(excess)
    }

    /// Takes out of the lists what was read before, beyond what is worth keeping.
    private func takeExcess(_ state: inout State) -> [Piece] {
        var excess: [Piece] = []
        while state.read.bytes > keptAfterReading, let piece = state.read.oldest {
            state.read.remove(piece)
            excess.append(piece)
        }
        return excess
    }

    /// Has versions forget pieces that are in no list any more; those of one version in a row at once.
    private func drop(_ pieces: [Piece]) {
        var rest = pieces[...]
        while let first = rest.first {
            let version = first.version
            let run = rest.prefix { $0.version === version }
            version.drop(run)
            rest = rest.dropFirst(run.count)
        }
    }

    /// Takes pieces out of the lists, because their version drops them.
    func remove(_ pieces: [Piece]) {
        state.withLock { state in
            for piece in pieces {
                switch piece.list {
                case .read: state.read.remove(piece)
                case .unread: state.unread.remove(piece)
                case nil: break
                }
            }
        }
    }

    /// Takes every piece out of the lists, which ends the versions that nobody has open.
    func drain() {
        while let piece = state.withLock({ state -> Piece? in
            if let piece = state.read.oldest {
                state.read.remove(piece)
                return piece
            }
            if let piece = state.unread.oldest {
                state.unread.remove(piece)
                return piece
            }
            return nil
        }) {
            piece.version.drop(CollectionOfOne(piece))
        }
    }
}
