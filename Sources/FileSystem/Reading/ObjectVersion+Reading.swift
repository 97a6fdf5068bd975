package import ObjectStore
import Synchronization

extension ObjectVersion {
    /// Reads a range that is not empty and within the object.
    ///
    /// - Parameter target: up to where a GET that this read makes necessary may go on, if memory allows.
    func read(_ range: Range<Int64>, target: Int64, completion: @escaping ReadCompletion) -> ReadTicket? {
        switch table.withLock({ $0.read(range, target: target, completion: completion) }) {
        case .ready(let pieces):
            pieces.touch()
            completion(.success(pieces))
            return nil
        case .waiting(let id):
            return ReadTicket(version: self, id: id)
        case .needs(let id, let bytes, let extra):
            obtain(id, bytes: bytes, extra: extra, target: target)
            return ReadTicket(version: self, id: id)
        }
    }

    /// Ends one read's wait, and the fetches that only it wanted.
    func cancel(_ id: Int) {
        guard let (completion, unwanted) = table.withLock({ $0.cancel(id) }) else { return }
        for fetch in unwanted { fetch.cancel() }
        completion(.failure(StoreError(.cancelled)))
    }

    /// Gets memory for a read, or lets it wait for its turn.
    private func obtain(_ id: Int, bytes: Int64, extra: Int64, target: Int64) {
        if extra > 0, budget.tryReserve(bytes + extra) {
            proceed(id, bytes: bytes + extra, target: target)
        } else if budget.reserve(bytes, granted: { self.proceed(id, bytes: bytes, target: 0) }) {
            proceed(id, bytes: bytes, target: 0)
        }
    }

    /// Goes on with a read that has memory now.
    private func proceed(_ id: Int, bytes: Int64, target: Int64) {
        var left = bytes
        let stored = stored(at: place)
        let progress = table.withLock {
            $0.proceed(id, bytes: &left, target: target, for: self, isStored: stored)
        }
        budget.release(left)
        switch progress {
        case .gone:
            break
        case .needs(let bytes):
            obtain(id, bytes: bytes, extra: 0, target: 0)
        case .ready(let request):
            deliver(request)
        case .waiting(let fetches):
            for fetch in fetches { launch(fetch) }
        }
    }

    func deliver(_ request: PieceTable.Request) {
        let pieces = ReadPieces(request.pieces, request.range, pieceSize: layout.pieceSize)
        pieces.touch()
        request.completion(.success(pieces))
    }

    /// Fetches what is missing of a range for readers who are still to come, as far as memory is free for it.
    ///
    /// - Parameter size: the most that one GET asks for.
    /// - Returns: up to where bytes are in memory or on their way now.
    func fetchAhead(_ range: Range<Int64>, each size: Int64) -> Int64 {
        let runs = table.withLock { $0.missingRuns(range, each: size) }
        guard !runs.isEmpty else { return range.upperBound }
        let stored = stored(at: place)
        for run in runs {
            var end = run.upperBound
            var bytes = run.reduce(0) { $0 + layout.capacity(of: $1) }
            while !budget.tryReserve(bytes) {
                // Less, but not so little that the requests cost more than they bring.
                let half = run.lowerBound + (end - run.lowerBound) / 2
                guard (half - run.lowerBound) * layout.pieceSize >= layout.blockSize else {
                    return layout.start(of: run.lowerBound)
                }
                end = half
                bytes = (run.lowerBound..<end).reduce(0) { $0 + layout.capacity(of: $1) }
            }
            let fetches = table.withLock {
                $0.claim(run.lowerBound..<end, bytes: &bytes, isAhead: true, for: self, isStored: stored)
            }
            budget.release(bytes)
            for fetch in fetches { launch(fetch) }
            if end < run.upperBound { return layout.start(of: end) }
        }
        return range.upperBound
    }

    // MARK: For a writer

    /// Fetches a range, cut at the object's end, for a writer: bytes come from memory, the local disk or the store.
    ///
    /// Nothing is fetched beyond the range. Cancelling the task ends it.
    ///
    /// - Parameter sink: takes the bytes in order, with their offset in the object; they are valid during the call only.
    /// - Throws: what the store threw, `.preconditionFailed` when the object is another one by now, or what `sink` threw.
    package func fetch(
        _ range: ByteRange,
        into sink: (UnsafeRawBufferPointer, Int64) throws(StoreError) -> Void
    ) async throws(StoreError) {
        var offset = range.lowerBound
        let end = min(range.upperBound, size)
        while offset < end {
            // Ends with a piece, so that none is asked for twice.
            let step = offset - offset % layout.pieceSize + configuration.maximumFetch
            let pieces = try await readOnce(offset..<min(end, step)).get()
            let outcome: Result<Void, StoreError> = pieces.withPieces { buffers in
                var at = offset
                for buffer in buffers {
                    do throws(StoreError) { try sink(buffer, at) } catch { return .failure(error) }
                    at += Int64(buffer.count)
                }
                return .success(())
            }
            try outcome.get()
            offset += Int64(pieces.count)
        }
    }

    private func readOnce(_ range: Range<Int64>) async -> Result<ReadPieces, StoreError> {
        let once = CancellableRead()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                once.begin(self.read(range, target: range.upperBound) { continuation.resume(returning: $0) })
            }
        } onCancel: {
            once.cancel()
        }
    }
}

/// A read whose ticket and whose cancellation come in any order.
private final class CancellableRead: Sendable {
    private let state = Mutex<(ticket: ReadTicket?, isCancelled: Bool)>((nil, false))

    func begin(_ ticket: ReadTicket?) {
        let isCancelled = state.withLock { state in
            state.ticket = ticket
            return state.isCancelled
        }
        if isCancelled { ticket?.cancel() }
    }

    func cancel() {
        let ticket = state.withLock { state in
            state.isCancelled = true
            return state.ticket
        }
        ticket?.cancel()
    }
}
