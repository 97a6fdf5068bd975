import LocalStore
import ObjectStore
import Synchronization

extension StagedFile {
    /// Brings what is missing, for anyone but a publish.
    ///
    /// A base that is gone because a publish of ours has just replaced it is not gone: the publish's end tells.
    func bring(_ range: Range<Int64>, ahead: Bool) async throws(WriteError) {
        while true {
            let before = base
            do {
                return try await fetchMissing(in: range, ahead: ahead)
            } catch  where error == .stale {
                if let publishing = state.withLock({ $0.publishing }), await publishing.outcome() == nil {
                    throw .cancelled
                }
                if base == before { throw error }
            }
        }
    }

    /// Brings what is missing of `range`: several GETs at once, and joins those under way.
    ///
    /// - Parameter ahead: for a reader: the last gap is fetched farther than asked.
    /// - Throws: as `read`.
    func fetchMissing(in range: Range<Int64>, ahead: Bool) async throws(WriteError) {
        var awaited: [(number: UInt64, result: SharedResult<Void, WriteError>)] = []
        defer { release(awaited.map(\.number)) }
        while true {
            let plan = state.withLock { state -> (isDone: Bool, starts: [(UInt64, Range<Int64>)]) in
                var starts: [(UInt64, Range<Int64>)] = []
                var isDone = true
                var position = range.lowerBound
                while let start = state.missing.next(from: position), start < range.upperBound {
                    isDone = false
                    guard awaited.count < configuration.parallelFetches else { break }
                    if let (number, fetch) = state.fetches.first(where: { $0.value.range.contains(start) }) {
                        if !awaited.contains(where: { $0.number == number }) {
                            state.fetches[number]?.interest += 1
                            awaited.append((number, fetch.result))
                        }
                        position = fetch.range.upperBound
                        continue
                    }
                    let isFirst = ahead && starts.isEmpty
                    let upper = isFirst ? readAhead(start, range.upperBound, &state) : range.upperBound
                    let piece = piece(start, upTo: upper, state)
                    if ahead { state.fetchEnd = piece.upperBound }
                    let fetch = Fetch(range: piece, interest: 1)
                    state.fetches[state.nextFetch] = fetch
                    awaited.append((state.nextFetch, fetch.result))
                    starts.append((state.nextFetch, piece))
                    state.nextFetch += 1
                    position = piece.upperBound
                }
                return (isDone, starts)
            }
            if plan.isDone { return }
            for (number, range) in plan.starts { start(number, range) }
            let first = awaited[0]
            guard let outcome = await first.result.outcome() else { throw .cancelled }
            awaited.removeFirst()
            release([first.number])
            try outcome.get()
        }
    }

    /// How far a reader's fetch goes: farther each time that it begins where the last one ended.
    private func readAhead(_ start: Int64, _ upper: Int64, _ state: inout State) -> Int64 {
        let grown = start == state.fetchEnd ? state.fetchSize * 2 : configuration.smallestFetch
        state.fetchSize = min(grown, configuration.largestFetch)
        return max(upper, start + state.fetchSize)
    }

    /// What one GET brings: missing bytes, and short stretches between them that are here already, since a request
    /// costs more.
    private func piece(_ start: Int64, upTo upper: Int64, _ state: State) -> Range<Int64> {
        let underWay = state.fetches.values.map(\.range.lowerBound).filter { $0 > start }.min() ?? .max
        let limit = min(upper, underWay, start + configuration.largestFetch)
        var end = start
        while let next = state.missing.next(from: end), next < limit, next - end <= configuration.fetchGap,
            let run = state.missing.range(containing: next)
        {
            end = min(run.upperBound, limit)
        }
        return start..<end
    }

    private func start(_ number: UInt64, _ range: Range<Int64>) {
        let task = Task {
            let outcome = await self.run(range)
            let fetch = self.state.withLock { state in
                state.fetches.removeValue(forKey: number)
            }
            // Nobody waits for one that was given up.
            fetch?.result.resolve(outcome)
        }
        let isWanted = state.withLock { state -> Bool in
            guard state.fetches[number] != nil else { return false }
            state.fetches[number]?.task = task
            return true
        }
        // Already over, or given up between.
        if !isWanted { task.cancel() }
    }

    /// Ends the interest in fetches; one that nobody waits for is cancelled.
    private func release(_ numbers: [UInt64]) {
        guard !numbers.isEmpty else { return }
        let given = state.withLock { state -> [Fetch] in
            var given: [Fetch] = []
            for number in numbers {
                guard var fetch = state.fetches[number] else { continue }
                fetch.interest -= 1
                state.fetches[number] = fetch
                if fetch.interest == 0 {
                    state.fetches[number] = nil
                    given.append(fetch)
                }
            }
            return given
        }
        for fetch in given { fetch.task?.cancel() }
    }

    /// One GET, and once more where our own publish or rename has replaced the base meanwhile.
    ///
    /// Waits for its bytes to have room in memory, but for no publish: it may be the one that needs them.
    private func run(_ range: Range<Int64>) async -> Result<Void, WriteError> {
        await memory.enter(Int64(range.count))
        defer { memory.leave(Int64(range.count)) }
        while true {
            // Given up while it waited.
            if Task.isCancelled { return .failure(.cancelled) }
            guard let base = base else { return .success(()) }
            switch await get(range, of: base) {
            case .success(let bytes):
                return fill(range, bytes)
            case .failure(.stale):
                if self.base == base { return .failure(.stale) }
            case .failure(let error):
                return .failure(error)
            }
        }
    }

    private func get(_ range: Range<Int64>, of base: BaseVersion) async -> Result<[UInt8], WriteError> {
        let sink = MemorySink(range)
        do {
            let metadata = try await store.get(
                base.key,
                range: ByteRange(range),
                ifMatches: base.etag,
                versionID: base.versionID,
                onHead: nil,
                into: sink
            )
            // A server that does not honour If-Match still says what it sent.
            if let etag = base.etag, let found = metadata.info.etag, found != etag { return .failure(.stale) }
        } catch {
            return .failure(WriteError(fetch: error))
        }
        guard let bytes = sink.take() else {
            return .failure(.store(StoreError(.corrupted, "GET of bytes \(range) of \(base.key) came incomplete")))
        }
        return .success(bytes)
    }

    /// Puts base bytes where they are still missing, in pieces, so that a writer waits for one piece at most.
    private func fill(_ range: Range<Int64>, _ bytes: [UInt8]) -> Result<Void, WriteError> {
        let piece: Int64 = 1 << 20
        do throws(LocalStoreError) {
            var lower = range.lowerBound
            while lower < range.upperBound {
                let upper = min(range.upperBound, lower + piece)
                try content.withLock { journal throws(LocalStoreError) in
                    for gap in state.withLock({ $0.missing.intersection(lower..<upper) }) {
                        let start = Int(gap.lowerBound - range.lowerBound)
                        try bytes.span.bytes.withUnsafeBytes { all throws(LocalStoreError) in
                            try file.write(
                                UnsafeRawBufferPointer(rebasing: all[start..<start + gap.count]),
                                at: gap.lowerBound
                            )
                        }
                        state.withLock { $0.missing.remove(gap) }
                        // Who does not hear of it fetches it again.
                        try? journal?.append([.fetched(gap)])
                    }
                }
                lower = upper
            }
            return .success(())
        } catch {
            return .failure(WriteError(local: error))
        }
    }
}
