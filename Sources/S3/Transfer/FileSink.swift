import Synchronization

/// Writes a range of an object to a file, in large pieces and not on the transport's thread.
final class FileSink: BodySink {
    private struct State: ~Copyable {
        var hasher: ChecksumHasher?
        var piece: PartBuffer?
        /// Where the piece begins in the object.
        var start: Int64 = 0
        /// Pieces that wait for the disk.
        var pending = 0
        var failure: FileError?
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let writer: FileWriter
    private let pieceSize: Int
    private let progress: TransferProgress?
    /// Guards the piece under way and how many are pending.
    private let state: Mutex<State>

    /// - Parameter algorithm: computed of the bytes as they come.
    init(_ writer: FileWriter, pieceSize: Int, algorithm: ChecksumAlgorithm?, progress: TransferProgress?) {
        self.writer = writer
        self.pieceSize = pieceSize
        self.progress = progress
        var first = State()
        if let algorithm { first.hasher = ChecksumHasher(algorithm) }
        state = Mutex(first)
    }

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        var rest = bytes
        var position = offset
        while !rest.isEmpty {
            let (taken, full) = state.withLock { state -> (Int, FileWriter.Piece?) in
                let piece: PartBuffer
                if let begun = state.piece {
                    piece = begun
                } else {
                    piece = PartBuffer(capacity: pieceSize, from: writer.memory)
                    state.piece = piece
                    state.start = position
                }
                let taken = piece.append(rest)
                state.hasher?.update(UnsafeRawBufferPointer(rebasing: rest[..<taken]))
                return (taken, piece.count == pieceSize ? Self.take(&state) : nil)
            }
            if let full { writer.write(full, for: self) }
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            position += Int64(taken)
        }
        progress?(Int64(bytes.count))
    }

    /// Writes what is left and waits for the disk.
    ///
    /// - Throws: `FileError` of any piece.
    func finish() async throws(FileError) {
        if let last = state.withLock({ Self.take(&$0) }) { writer.write(last, for: self) }
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

    private static func take(_ state: inout State) -> FileWriter.Piece? {
        guard let piece = state.piece.take() else { return nil }
        state.pending += 1
        return FileWriter.Piece(bytes: piece, offset: state.start)
    }

    /// Whether a piece could not be written: the others need not be.
    var isFailed: Bool { state.withLock { $0.failure != nil } }

    /// A piece is written, or not needed.
    func finish(_ failure: FileError?) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.pending -= 1
            if state.failure == nil { state.failure = failure }
            guard state.pending == 0 else { return nil }
            return state.waiting.take()
        }
        waiting?.resume()
    }
}
