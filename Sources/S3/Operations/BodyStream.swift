import Synchronization

/// Bytes on their way from a transport's thread to one reader, in bounded memory.
final class BodyStream: StreamingSink {
    /// From how many bytes on a piece is handed out, in bytes.
    static let pieceSize = 64 << 10
    /// How many bytes wait for the reader before the transfer pauses.
    static let capacity = 2 << 20

    typealias Piece = Result<[UInt8]?, S3Error>
    typealias Answer = Result<HTTPResponse, S3Error>

    private struct State {
        /// Pieces to be read, the next one first from `firstReady`.
        var ready: [[UInt8]] = []
        var firstReady = 0
        /// The piece that is being filled.
        var filling: [UInt8] = []
        /// Bytes in all of them.
        var held = 0
        var end: Result<Void, S3Error>?
        var isPaused = false
        var pace: (any TransferPace)?
        var reader: CheckedContinuation<Piece, Never>?
        var response: HTTPResponse?
        var expected: Int64?
        var asker: CheckedContinuation<Answer, Never>?
    }

    /// Guards everything; nobody is resumed while it is held.
    private let state: Mutex<State>

    init() { state = Mutex(State()) }

    /// A stream of bytes that are there already.
    init(_ bytes: [UInt8]) {
        var state = State()
        for start in stride(from: 0, to: bytes.count, by: 256 << 10) {
            state.ready.append(Array(bytes[start..<min(bytes.count, start + 256 << 10)]))
        }
        state.held = bytes.count
        state.expected = Int64(bytes.count)
        state.end = .success(())
        self.state = Mutex(state)
    }

    /// How many bytes the answer promised; nil when it did not.
    var expectedCount: Int64? { state.withLock { $0.expected } }

    // MARK: The transfer's side

    func follow(_ pace: any TransferPace) {
        state.withLock { state in
            state.pace = pace
            state.isPaused = false
        }
    }

    func begin(_ response: HTTPResponse, count: Int64?) {
        // Whoever asks for a small object gets the answer with the bytes, in one go.
        let isLarge = (count ?? .max) > Int64(Self.pieceSize)
        let asker = state.withLock { state in
            state.response = response
            state.expected = count
            if let count, !isLarge { state.filling.reserveCapacity(Int(count)) }
            return isLarge ? state.asker.take() : nil
        }
        asker?.resume(returning: .success(response))
    }

    func hasRoom() -> Bool {
        state.withLock { state in
            // After the end nobody reads; the transfer is about to be cancelled.
            if state.held < Self.capacity || state.end != nil { return true }
            state.isPaused = true
            return false
        }
    }

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        let handover = state.withLock { state -> (CheckedContinuation<Piece, Never>, [UInt8])? in
            guard state.end == nil else { return nil }
            if state.filling.isEmpty, state.expected.map({ $0 > Int64(Self.pieceSize) }) ?? true {
                state.filling.reserveCapacity(Self.pieceSize + 16 << 10)
            }
            state.filling.append(contentsOf: bytes)
            state.held += bytes.count
            guard state.filling.count >= Self.pieceSize else { return nil }
            var piece: [UInt8] = []
            swap(&piece, &state.filling)
            if let reader = state.reader.take() {
                state.held -= piece.count
                return (reader, piece)
            }
            state.ready.append(piece)
            return nil
        }
        handover?.0.resume(returning: .success(handover?.1))
    }

    /// The transfer is over.
    func finish(_ result: Result<HTTPResponse, S3Error>) {
        let (asker, answer, reader, piece) = state.withLock { state in
            if state.end == nil { state.end = result.map { _ in () } }
            // It leads back here by way of the receiver.
            state.pace = nil
            let asker = state.asker.take()
            let answer = state.response.map { .success($0) } ?? result
            let reader = state.reader.take()
            return (asker, answer, reader, reader == nil ? nil : Self.take(&state))
        }
        asker?.resume(returning: answer)
        if let piece { reader?.resume(returning: piece) }
    }

    // MARK: The reader's side

    /// The answer, as soon as it is there; for a small object with all its bytes.
    func answer() async throws(S3Error) -> HTTPResponse {
        let answer = await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Answer? in
                let isLarge = (state.expected ?? .max) > Int64(Self.pieceSize)
                if let response = state.response, isLarge || state.end != nil { return .success(response) }
                if case .failure(let error) = state.end { return .failure(error) }
                state.asker = continuation
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
        return try answer.get()
    }

    /// The next piece; nil at the end.
    func next() async throws(S3Error) -> [UInt8]? {
        let piece = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (piece, pace) = state.withLock { state -> (Piece?, (any TransferPace)?) in
                    guard let piece = Self.take(&state) else {
                        precondition(state.reader == nil, "two tasks read one body at once")
                        if Task.isCancelled { return (.failure(Self.cancelled), nil) }
                        state.reader = continuation
                        return (nil, nil)
                    }
                    guard state.isPaused, state.held <= Self.capacity / 2 else { return (piece, nil) }
                    state.isPaused = false
                    return (piece, state.pace)
                }
                pace?.resume()
                if let piece { continuation.resume(returning: piece) }
            }
        } onCancel: {
            let reader = state.withLock { $0.reader.take() }
            reader?.resume(returning: .failure(Self.cancelled))
        }
        return try piece.get()
    }

    /// Gives bytes back to be read next.
    func putBack(_ bytes: [UInt8]) {
        state.withLock { state in
            state.held += bytes.count
            if state.firstReady > 0 {
                state.firstReady -= 1
                state.ready[state.firstReady] = bytes
            } else {
                state.ready.insert(bytes, at: 0)
            }
        }
    }

    /// Nobody reads any more.
    func abandon() {
        let pace = state.withLock { state in
            if state.end == nil { state.end = .failure(Self.cancelled) }
            state.ready = []
            state.firstReady = 0
            state.filling = []
            state.held = 0
            return state.pace.take()
        }
        // A paused transfer would not notice.
        pace?.resume()
    }

    /// What there is to read; nil when that is not known yet.
    private static func take(_ state: inout State) -> Piece? {
        if state.firstReady < state.ready.count {
            var piece: [UInt8] = []
            swap(&piece, &state.ready[state.firstReady])
            state.firstReady += 1
            if state.firstReady == state.ready.count {
                state.ready.removeAll(keepingCapacity: true)
                state.firstReady = 0
            }
            state.held -= piece.count
            return .success(piece)
        }
        switch state.end {
        case nil: return nil
        // The last bytes are good only if all are.
        case .failure(let error): return .failure(error)
        case .success:
            guard !state.filling.isEmpty else { return .success(nil) }
            var piece: [UInt8] = []
            swap(&piece, &state.filling)
            state.held -= piece.count
            return .success(piece)
        }
    }

    private static var cancelled: S3Error {
        S3Error(.cancelled, code: "Cancelled", message: "the body was closed", operation: "GetObject")
    }
}
