import Synchronization

/// Writes what all ranges of a download bring, one piece after another: a file lets in one writer at a time, and others
/// would only wait for it.
final class FileWriter: Sendable {
    /// Bytes, and where they belong.
    struct Piece: Sendable {
        var bytes: PartBuffer
        var offset: Int64
    }

    private struct Waiting: Sendable {
        var piece: Piece
        var sink: FileSink
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    /// Where the memory of the pieces is from.
    let memory = PartMemory()
    private let file: TemporaryFile
    private let maximum: Int
    /// Guards the pieces that wait.
    private let state = Mutex(State())

    /// - Parameter maximum: how many pieces may wait for the disk.
    init(_ file: TemporaryFile, maximum: Int) {
        self.file = file
        self.maximum = maximum
    }

    /// Writes a piece off this thread, and tells its sink.
    func write(_ piece: Piece, for sink: FileSink) {
        let waiting = Waiting(piece: piece, sink: sink)
        let (isTaken, mustStart) = state.withLock { state in
            // The disk is slower than the network: here is who can make the network wait.
            guard state.waiting.count < maximum else { return (false, false) }
            state.waiting.append(waiting)
            defer { state.isWriting = true }
            return (true, !state.isWriting)
        }
        if !isTaken { write(waiting) }
        if mustStart { BlockingThreads.shared.submit { self.writeWaiting() } }
    }

    private func writeWaiting() {
        let all = state.withLock { state in
            let all = state.waiting
            state.waiting = []
            return all
        }
        for waiting in all { write(waiting) }
        let isDone = state.withLock { state in
            if state.waiting.isEmpty { state.isWriting = false }
            return !state.isWriting
        }
        // In turn with whatever else waits for the threads.
        if !isDone { BlockingThreads.shared.submit { self.writeWaiting() } }
    }

    private func write(_ waiting: Waiting) {
        var failure: FileError?
        if !waiting.sink.isFailed {
            do throws(FileError) {
                try FileDescriptors.write(
                    waiting.piece.bytes.bytes, to: file.descriptor, at: waiting.piece.offset, path: file.path)
            } catch {
                failure = error
            }
        }
        waiting.sink.finish(failure)
    }
}
