import ObjectStore
import Synchronization

extension ObjectVersion {
    /// Starts a fetch that has been claimed.
    func launch(_ fetch: Fetch) {
        switch fetch.source {
        case .store: fetchFromStore(fetch)
        case .disk(let block): readFromDisk(block, for: fetch)
        }
    }

    func fetchFromStore(_ fetch: Fetch) { attempt(0, fetch) }

    /// Sends a GET: from this thread, since handing it to another takes as long as a store nearby takes to answer.
    private func attempt(_ number: Int, _ fetch: Fetch) {
        guard fetch.begin() else { return }
        let task = Task.immediate(executorPreference: ArrivalExecutor.shared) { await self.run(fetch, number) }
        fetch.attach(number, task)
        if number == 0 { pace.watch(fetch) { self.attempt(1, $0) } }
    }

    /// Performs a GET; once more when the object was renamed under it.
    private func run(_ fetch: Fetch, _ number: Int) async {
        while true {
            let place = place
            let start = fetch.position.load(ordering: .relaxed)
            let timing = FetchTiming()
            do throws(StoreError) {
                let metadata = try await store.get(
                    place.key, range: ByteRange(start..<fetch.range.upperBound), ifMatches: place.etag,
                    versionID: place.versionID,
                    onHead: { metadata in
                        guard fetch.claim(number) else { return }
                        timing.headArrived()
                        self.headArrived(metadata, for: fetch, from: place)
                    },
                    into: FetchSink(version: self, fetch: fetch, number: number))
                guard fetch.isWinner(number) else { return }
                headArrived(metadata, for: fetch, from: place)
                pace.note(timing, bytes: fetch.range.upperBound - start)
                return finish(fetch)
            } catch {
                let isMoved = self.place.generation != place.generation
                if isMoved, error.reason == .notFound || error.reason == .preconditionFailed { continue }
                if fetch.ended(number) { fail(fetch, error) }
                return
            }
        }
    }

    /// Bytes came for a fetch.
    ///
    /// Readers hear of whole pieces: the bytes come by far smaller steps, and each telling takes the table's lock.
    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64, for fetch: Fetch) {
        guard let new = fetch.store(bytes, at: offset, pieceSize: layout.pieceSize) else {
            return fail(fetch, StoreError(.corrupted, "bytes are missing before \(offset)"))
        }
        let whole = layout.wholePieces(of: new, in: fetch.range)
        if !whole.isEmpty { arrived(whole, for: fetch) }
    }

    /// Tells of pieces that are full.
    func arrived(_ range: Range<Int64>, for fetch: Fetch) {
        let arrival = table.withLock { $0.arrived(fetch, range) }
        for request in arrival.completed { deliver(request) }
        if !arrival.full.isEmpty { budget.add(arrival.full) }
        if !arrival.blocks.isEmpty { keep(arrival.blocks) }
    }

    /// Checks that an answer is of this version, before any byte of it is taken.
    private func headArrived(_ metadata: ObjectMetadata, for fetch: Fetch, from place: PieceTable.Place) {
        guard isSame(metadata, as: place) else {
            return fail(fetch, StoreError(.preconditionFailed, "the answer to a conditional GET is of another version"))
        }
        adopt(metadata, from: place)
        for waiter in table.withLock({ $0.headArrived(fetch) }) { waiter(.success(metadata)) }
    }

    private func isSame(_ metadata: ObjectMetadata, as place: PieceTable.Place) -> Bool {
        guard metadata.info.size == size else { return false }
        guard let expected = place.etag, let actual = metadata.info.etag else { return true }
        return expected == actual
    }

    /// Where no tag was known, the first answer's is the one that all others must have.
    private func adopt(_ metadata: ObjectMetadata, from place: PieceTable.Place) {
        guard place.etag == nil, let etag = metadata.info.etag else { return }
        table.withLock { table in
            if table.place.generation == place.generation, table.place.etag == nil { table.place.etag = etag }
        }
    }

    func finish(_ fetch: Fetch) {
        guard table.withLock({ $0.isComplete(fetch) }) else {
            return fail(fetch, StoreError(.corrupted, "the answer to a GET was too short"))
        }
    }

    func fail(_ fetch: Fetch, _ error: StoreError) {
        let (requests, heads) = table.withLock { $0.fail(fetch) }
        fetch.cancel()
        if error.reason == .corrupted { discard(fetch) }
        for request in requests { request.completion(.failure(error)) }
        for head in heads { head(.failure(error)) }
    }

    /// Drops what a fetch brought, since it did not prove to be what the store has.
    private func discard(_ fetch: Fetch) {
        table.withLock { table in
            for piece in fetch.pieces { table.drop(piece) }
        }
        budget.remove(fetch.pieces)
        cache?.remove(key)
    }

    // MARK: Opening

    /// Confirms that the object still is this version: by the head of the first GET, which goes on into memory, or by a
    /// HEAD when the first bytes are here already.
    ///
    /// One request, none when another open's GET is about to be answered.
    ///
    /// - Parameter completion: called once, on a transport thread: what the store says of the version, or
    ///   `.preconditionFailed` when the object is another one by now.
    package func begin(completion: @escaping HeadCompletion) {
        guard size > 0 else { return confirm(completion) }
        let window = size <= configuration.wholeSize ? size : configuration.firstWindow
        let isStored = stored(at: place)(0)
        switch table.withLock({ $0.open(window: window, isStored: isStored, onHead: completion) }) {
        case .joined:
            break
        case .confirm:
            confirm(completion)
        case .needs(let bytes):
            if budget.reserve(bytes, granted: { self.begin(bytes: bytes, window: window, completion) }) {
                begin(bytes: bytes, window: window, completion)
            }
        }
    }

    private func begin(bytes: Int64, window: Int64, _ completion: @escaping HeadCompletion) {
        var left = bytes
        let (opening, fetches) = table.withLock { table -> (PieceTable.Opening, [Fetch]) in
            let opening = table.open(window: window, isStored: false, onHead: completion)
            guard case .needs = opening else { return (opening, []) }
            let indices = table.layout.pieces(of: 0..<window)
            let fetches = table.claim(indices, bytes: &left, isAhead: true, for: self, isStored: { _ in false })
            table.awaitHead(of: fetches[0], completion)
            return (opening, fetches)
        }
        budget.release(left)
        for fetch in fetches { launch(fetch) }
        if case .confirm = opening { confirm(completion) }
    }

    /// Asks for the version by a HEAD.
    private func confirm(_ completion: @escaping HeadCompletion) {
        Task.immediate(executorPreference: ArrivalExecutor.shared) {
            let place = place
            do throws(StoreError) {
                let metadata = try await store.head(place.key)
                guard isSame(metadata, as: place) else {
                    throw StoreError(.preconditionFailed, "the object has another version now")
                }
                adopt(metadata, from: place)
                completion(.success(metadata))
            } catch {
                completion(.failure(error))
            }
        }
    }
}

/// Brings the bytes of a GET to the version that wanted them, unless another GET for the same has won.
private struct FetchSink: ByteSink {
    let version: ObjectVersion
    let fetch: Fetch
    let number: Int

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        if fetch.isWinner(number) { version.receive(bytes, at: offset, for: fetch) }
    }
}
