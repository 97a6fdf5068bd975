import Glibc
import Synchronization

/// Writes a range of an object to a file, in large pieces and not on the transport's thread.
final class FileSink: BodySink {
    private struct State: ~Copyable {
        var hasher: ChecksumHasher?
        var piece: [UInt8] = []
        /// Where the piece begins in the object.
        var start: Int64 = 0
        /// Pieces that wait for the disk.
        var pending = 0
        var failure: FileError?
        var waiting: CheckedContinuation<Void, Never>?
    }

    /// Bounds the pieces of all parts of a download that wait for the disk.
    final class Queue: Sendable {
        let maximum: Int
        fileprivate let count = Atomic<Int>(0)

        init(maximum: Int) { self.maximum = maximum }
    }

    private let file: TemporaryFile
    private let pieceSize: Int
    private let queue: Queue
    private let progress: TransferProgress?
    /// Guards the piece under way and how many are pending.
    private let state: Mutex<State>

    /// - Parameter algorithm: computed of the bytes as they come.
    init(
        _ file: TemporaryFile, pieceSize: Int, queue: Queue, algorithm: ChecksumAlgorithm?, progress: TransferProgress?
    ) {
        self.file = file
        self.pieceSize = pieceSize
        self.queue = queue
        self.progress = progress
        var first = State()
        if let algorithm { first.hasher = ChecksumHasher(algorithm) }
        state = Mutex(first)
    }

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        var rest = bytes
        var position = offset
        while !rest.isEmpty {
            let (taken, full) = state.withLock { state -> (Int, Piece?) in
                if state.piece.isEmpty {
                    state.start = position
                    state.piece.reserveCapacity(pieceSize)
                }
                let taken = min(rest.count, pieceSize - state.piece.count)
                let piece = UnsafeRawBufferPointer(rebasing: rest[..<taken])
                state.piece.append(contentsOf: piece)
                state.hasher?.update(piece)
                return (taken, state.piece.count == pieceSize ? Self.take(&state) : nil)
            }
            if let full { write(full) }
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            position += Int64(taken)
        }
        progress?(Int64(bytes.count))
    }

    /// Writes what is left and waits for the disk.
    ///
    /// - Throws: `FileError` of any piece.
    func finish() async throws(FileError) {
        let last = state.withLock { $0.piece.isEmpty ? nil : Self.take(&$0) }
        if let last { write(last) }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.pending > 0 { state.waiting = continuation }
                return state.pending == 0
            }
            if isDone { continuation.resume() }
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// The checksum in base64; once.
    func takeChecksum() -> String? {
        state.withLock { state in state.hasher.take()?.finishBase64() }
    }

    private struct Piece: Sendable {
        var bytes: [UInt8]
        var offset: Int64
    }

    private static func take(_ state: inout State) -> Piece {
        state.pending += 1
        defer { state.piece = [] }
        return Piece(bytes: state.piece, offset: state.start)
    }

    private func write(_ piece: Piece) {
        let waiting = queue.count.add(1, ordering: .relaxed).newValue
        if waiting <= queue.maximum {
            BlockingThreads.shared.submit { self.writeNow(piece) }
        } else {
            // The disk is slower than the network: here is who can make the network wait.
            writeNow(piece)
        }
    }

    private func writeNow(_ piece: Piece) {
        var failure: FileError?
        do {
            let isFailed = state.withLock { $0.failure != nil }
            if !isFailed {
                let (file, offset) = (file, piece.offset)
                try piece.bytes.withUnsafeBytes { bytes in
                    try FileDescriptors.write(bytes, to: file.descriptor, at: offset, path: file.path)
                }
            }
        } catch {
            failure = error as? FileError ?? FileError(file.path, "write", EIO)
        }
        queue.count.subtract(1, ordering: .relaxed)
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.pending -= 1
            if state.failure == nil { state.failure = failure }
            guard state.pending == 0 else { return nil }
            return state.waiting.take()
        }
        waiting?.resume()
    }
}
