import LocalStore
import Synchronization

/// One transfer into the buffers of a run of pieces: a GET, or a block of the disk cache.
final class Fetch: Sendable {
    enum Source: Hashable, Sendable {
        case store
        /// The block of that number on the local disk.
        case disk(Int64)
    }

    let id: Int
    let source: Source
    /// Contiguous and in order.
    let pieces: [Piece]
    /// The bytes of the object that the pieces hold.
    let range: Range<Int64>
    /// Up to where bytes have come.
    ///
    /// Changed by the one thread that brings them.
    let position: Atomic<Int64>
    /// Guards the task, which may be cancelled before it is known here.
    private let task = Mutex<(task: Task<Void, Never>?, isCancelled: Bool)>((nil, false))

    init(id: Int, source: Source, pieces: [Piece], range: Range<Int64>) {
        self.id = id
        self.source = source
        self.pieces = pieces
        self.range = range
        position = Atomic(range.lowerBound)
    }

    /// The pieces' numbers.
    var indices: Range<Int64> { pieces[0].index..<pieces[0].index + Int64(pieces.count) }

    /// Lets `cancel` end the task that works for this.
    func attach(_ new: Task<Void, Never>) {
        let isCancelled = task.withLock { state in
            state.task = new
            return state.isCancelled
        }
        if isCancelled { new.cancel() }
    }

    /// Ends the transfer, since nobody wants its bytes.
    func cancel() {
        let running = task.withLock { state in
            state.isCancelled = true
            return state.task
        }
        running?.cancel()
    }

    /// Copies what has come into the pieces.
    ///
    /// - Returns: the bytes of the object that are new; nil when bytes between are missing.
    func store(_ bytes: UnsafeRawBufferPointer, at offset: Int64, pieceSize: Int64) -> Range<Int64>? {
        let from = position.load(ordering: .relaxed)
        let upper = min(offset + Int64(bytes.count), range.upperBound)
        guard offset <= from else { return nil }
        guard let source = bytes.baseAddress, upper > from else { return from..<from }
        var at = from
        while at < upper {
            let piece = pieces[Int(at / pieceSize - pieces[0].index)]
            let within = Int(at - piece.index * pieceSize)
            let count = min(piece.capacity - within, Int(upper - at))
            (piece.memory + within).copyMemory(from: source + Int(at - offset), byteCount: count)
            at += Int64(count)
        }
        position.store(upper, ordering: .relaxed)
        return from..<upper
    }
}

extension Fetch: BlockSpace {
    var count: Int { Int(range.upperBound - range.lowerBound) }

    func withSpace<Value>(_ body: ([UnsafeMutableRawBufferPointer]) -> Value) -> Value {
        body(pieces.map { UnsafeMutableRawBufferPointer(start: $0.memory, count: $0.capacity) })
    }
}
