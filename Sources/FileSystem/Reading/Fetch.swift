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
    /// The attempt whose head came first, and which brings the bytes; -1 before.
    private let winner = Atomic(-1)
    /// Guards the attempts: a GET, and a second one where it was late.
    private let race = Mutex(Race())

    private struct Race {
        var tasks: [Int: Task<Void, Never>] = [:]
        var running = 0
        var isCancelled = false
        var isOver = false
    }

    init(id: Int, source: Source, pieces: [Piece], range: Range<Int64>) {
        self.id = id
        self.source = source
        self.pieces = pieces
        self.range = range
        position = Atomic(range.lowerBound)
    }

    /// The pieces' numbers.
    var indices: Range<Int64> { pieces[0].index..<pieces[0].index + Int64(pieces.count) }

    /// Whether no attempt's head has come, and one still may.
    var awaitsHead: Bool {
        winner.load(ordering: .relaxed) < 0 && race.withLock { $0.running > 0 && !$0.isCancelled }
    }

    /// Begins an attempt; false when it would be in vain.
    func begin() -> Bool {
        race.withLock { race in
            guard !race.isCancelled, !race.isOver else { return false }
            race.running += 1
            return true
        }
    }

    /// Lets an attempt's task be ended.
    func attach(_ number: Int, _ task: Task<Void, Never>) {
        let isUnwanted = race.withLock { race in
            race.tasks[number] = task
            let winner = winner.load(ordering: .relaxed)
            return race.isCancelled || (winner >= 0 && winner != number)
        }
        if isUnwanted { task.cancel() }
    }

    /// Notes that the head of an attempt has come.
    ///
    /// - Returns: whether it is the first; the other one ends.
    func claim(_ number: Int) -> Bool {
        let (isWinner, _) = winner.compareExchange(expected: -1, desired: number, ordering: .relaxed)
        guard isWinner else { return self.isWinner(number) }
        for loser in race.withLock({ race in race.tasks.filter { $0.key != number }.values }) { loser.cancel() }
        return true
    }

    /// Whether an attempt's bytes are wanted.
    func isWinner(_ number: Int) -> Bool { winner.load(ordering: .relaxed) == number }

    /// Ends an attempt that failed.
    ///
    /// - Returns: whether the fetch has failed with it.
    func ended(_ number: Int) -> Bool {
        let winner = winner.load(ordering: .relaxed)
        return race.withLock { race in
            race.running -= 1
            let decides = winner == number || (winner < 0 && race.running == 0)
            if decides { race.isOver = true }
            return decides
        }
    }

    /// Ends the transfer, since nobody wants its bytes.
    func cancel() {
        let running = race.withLock { race in
            race.isCancelled = true
            return race.tasks.values
        }
        for task in running { task.cancel() }
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
