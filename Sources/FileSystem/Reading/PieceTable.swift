import ObjectStore

/// Which pieces of one version are in memory or on their way, and who waits for them: decisions only.
///
/// What is to be done comes back as a value, and the version does it after unlocking.
struct PieceTable {
    /// Where the bytes are to be had.
    struct Place: Hashable, Sendable {
        var key: ObjectKey
        var etag: ETag?
        var versionID: String?
        /// How often it has changed.
        var generation = 0
    }

    struct Slot {
        let piece: Piece
        /// Bytes from its start that have come.
        var filled: Int64 = 0
        /// What fills it; nil when it is full.
        var fetch: Fetch?
        /// Requests that want bytes of it which have not come; those that have ended meanwhile are in it still.
        var waiting: [Int] = []
    }

    /// A read that did not find everything in memory.
    ///
    /// It either waits for memory and holds nothing, or has all its pieces.
    struct Request {
        let range: Range<Int64>
        let completion: ReadCompletion
        /// All pieces of the range, kept from being dropped; empty while it waits for memory.
        var pieces: [Piece] = []
        /// How many of them do not have its bytes yet.
        var missing = 0
    }

    struct Transfer {
        let fetch: Fetch
        /// Whether it was begun for a reader who is still to come: it goes on when nobody waits for it.
        let isAhead: Bool
        /// Who wants to know the head of the answer; nil when it has come.
        var headWaiters: [HeadCompletion]? = []
    }

    let layout: PieceLayout
    let maximumFetch: Int64
    var place: Place
    var cursors = 0
    private(set) var slots: [Int64: Slot] = [:]
    private(set) var requests: [Int: Request] = [:]
    private(set) var transfers: [Int: Transfer] = [:]
    private var lastID = 0

    init(layout: PieceLayout, maximumFetch: Int64, place: Place) {
        self.layout = layout
        self.maximumFetch = maximumFetch
        self.place = place
    }

    private mutating func makeID() -> Int {
        lastID += 1
        return lastID
    }

    // MARK: Reading

    enum ReadAnswer {
        /// All is in memory.
        case ready(ReadPieces)
        /// All is in memory or on its way.
        case waiting(Int)
        /// Memory of so many bytes is needed first; `extra` more would take it to the target.
        case needs(Int, bytes: Int64, extra: Int64)
    }

    /// Begins a read of a range that is not empty and within the object.
    mutating func read(
        _ range: Range<Int64>,
        target: Int64,
        completion: @escaping ReadCompletion
    ) -> ReadAnswer {
        let indices = layout.pieces(of: range)
        var bytes: Int64 = 0
        var request = Request(range: range, completion: completion)
        request.pieces.reserveCapacity(indices.count)
        for index in indices {
            if let slot = slots[index] {
                request.pieces.append(slot.piece)
                if slot.filled < need(range, index) { request.missing += 1 }
            } else {
                bytes += layout.capacity(of: index)
            }
        }
        if bytes == 0, request.missing == 0 {
            return .ready(ReadPieces(request.pieces, range, pieceSize: layout.pieceSize))
        }
        let id = makeID()
        guard bytes > 0 else {
            register(request, id)
            return .waiting(id)
        }
        requests[id] = Request(range: range, completion: completion)
        return .needs(id, bytes: bytes, extra: missingBytes(after: indices, to: target))
    }

    enum Progress {
        /// The request has been cancelled.
        case gone
        /// Other pieces have been dropped meanwhile: that many bytes are enough whatever happens.
        case needs(bytes: Int64)
        case ready(Request)
        case waiting([Fetch])
    }

    /// Goes on with a read that has been given memory, of which `bytes` is what is left.
    mutating func proceed(
        _ id: Int,
        bytes: inout Int64,
        target: Int64,
        for version: ObjectVersion,
        isStored: (Int64) -> Bool
    ) -> Progress {
        guard var request = requests[id] else { return .gone }
        let indices = layout.pieces(of: request.range)
        var lacking: Int64 = 0
        var whole: Int64 = 0
        for index in indices {
            let capacity = layout.capacity(of: index)
            whole += capacity
            if slots[index] == nil { lacking += capacity }
        }
        guard lacking <= bytes else { return .needs(bytes: whole) }
        // Only what follows without a gap goes with it.
        var upper = indices.upperBound
        if slots[indices.upperBound - 1] == nil {
            let end = layout.pieces(of: 0..<target).upperBound
            while upper < end, slots[upper] == nil { upper += 1 }
        }
        let fetches = claim(indices.lowerBound..<upper, bytes: &bytes, isAhead: false, for: version, isStored: isStored)
        for index in indices {
            guard let slot = slots[index] else { preconditionFailure("piece \(index) was not claimed") }
            request.pieces.append(slot.piece)
            if slot.filled < need(request.range, index) { request.missing += 1 }
        }
        if request.missing == 0 {
            requests[id] = nil
            return .ready(request)
        }
        register(request, id)
        return .waiting(fetches)
    }

    /// Ends a request; answers nil when it has ended before.
    mutating func cancel(_ id: Int) -> (completion: ReadCompletion, unwanted: [Fetch])? {
        guard let request = requests.removeValue(forKey: id) else { return nil }
        var unwanted: [Fetch] = []
        for piece in request.pieces {
            guard let fetch = slots[piece.index]?.fetch, transfers[fetch.id]?.isAhead == false, !isWanted(fetch) else {
                continue
            }
            remove(fetch)
            unwanted.append(fetch)
        }
        return (request.completion, unwanted)
    }

    /// Bytes from a piece's start that a read needs of it.
    private func need(_ range: Range<Int64>, _ index: Int64) -> Int64 {
        min(layout.capacity(of: index), range.upperBound - layout.start(of: index))
    }

    private mutating func register(_ request: Request, _ id: Int) {
        for index in layout.pieces(of: request.range) where (slots[index]?.filled ?? 0) < need(request.range, index) {
            slots[index]?.waiting.append(id)
        }
        requests[id] = request
    }

    private func missingBytes(after indices: Range<Int64>, to target: Int64) -> Int64 {
        guard slots[indices.upperBound - 1] == nil else { return 0 }
        var bytes: Int64 = 0
        let end = layout.pieces(of: 0..<target).upperBound
        var index = indices.upperBound
        while index < end, slots[index] == nil {
            let capacity = layout.capacity(of: index)
            guard bytes + capacity <= maximumFetch else { break }
            bytes += capacity
            index += 1
        }
        return bytes
    }

    // MARK: Fetching

    /// The runs of pieces within `range` that are neither here nor on their way, each small enough for one GET.
    func missingRuns(_ range: Range<Int64>, each size: Int64) -> [Range<Int64>] {
        let maximumFetch = min(size, maximumFetch)
        var runs: [Range<Int64>] = []
        var bytes: Int64 = 0
        for index in layout.pieces(of: range) where slots[index] == nil {
            let capacity = layout.capacity(of: index)
            if let last = runs.last, last.upperBound == index, bytes + capacity <= maximumFetch {
                runs[runs.count - 1] = last.lowerBound..<index + 1
                bytes += capacity
            } else {
                runs.append(index..<index + 1)
                bytes = capacity
            }
        }
        return runs
    }

    /// Makes fetches of what is missing among `indices`, as far as `bytes` of memory go.
    mutating func claim(
        _ indices: Range<Int64>,
        bytes: inout Int64,
        isAhead: Bool,
        for version: ObjectVersion,
        isStored: (Int64) -> Bool
    ) -> [Fetch] {
        var fetches: [Fetch] = []
        var run: [Piece] = []
        var runBytes: Int64 = 0
        var runSource = Fetch.Source.store
        func end(_ table: inout PieceTable) {
            guard let first = run.first else { return }
            let start = table.layout.start(of: first.index)
            let fetch = Fetch(id: table.makeID(), source: runSource, pieces: run, range: start..<start + runBytes)
            for piece in run { table.slots[piece.index] = Slot(piece: piece, fetch: fetch) }
            table.transfers[fetch.id] = Transfer(fetch: fetch, isAhead: isAhead)
            fetches.append(fetch)
            run = []
            runBytes = 0
        }
        for index in indices {
            let capacity = layout.capacity(of: index)
            guard slots[index] == nil else {
                end(&self)
                continue
            }
            guard capacity <= bytes else { break }
            let block = layout.block(of: index)
            let source = isStored(block) ? Fetch.Source.disk(block) : .store
            if source != runSource || runBytes + capacity > maximumFetch {
                end(&self)
                runSource = source
            }
            bytes -= capacity
            runBytes += capacity
            run.append(Piece(version: version, index: index, capacity: Int(capacity), budget: version.budget))
        }
        end(&self)
        return fetches
    }

    /// What follows from bytes that came.
    struct Arrival {
        var completed: [Request] = []
        /// Pieces that are full now.
        var full: [Piece] = []
        /// Blocks of which all pieces are full now.
        var blocks: [(index: Int64, pieces: [Piece])] = []
    }

    /// Takes note of bytes that `fetch` has put into its pieces; nothing follows when it was given up before.
    mutating func arrived(_ fetch: Fetch, _ range: Range<Int64>) -> Arrival {
        var arrival = Arrival()
        guard transfers[fetch.id] != nil else { return arrival }
        for index in layout.pieces(of: range) {
            guard var slot = slots[index], slot.fetch === fetch else { continue }
            slot.filled = min(layout.capacity(of: index), range.upperBound - layout.start(of: index))
            if !slot.waiting.isEmpty {
                var still: [Int] = []
                for id in slot.waiting {
                    guard let waiting = requests[id] else { continue }
                    if slot.filled < need(waiting.range, index) {
                        still.append(id)
                    } else if waiting.missing > 1 {
                        requests[id]?.missing -= 1
                    } else {
                        requests[id] = nil
                        arrival.completed.append(waiting)
                    }
                }
                slot.waiting = still
            }
            let isFull = slot.filled == layout.capacity(of: index)
            if isFull { slot.fetch = nil }
            slots[index] = slot
            guard isFull else { continue }
            arrival.full.append(slot.piece)
            // Also of what was to come from the disk cache: it came from the store where the block there was damaged.
            if let pieces = fullBlock(layout.block(of: index)) {
                arrival.blocks.append((layout.block(of: index), pieces))
            }
        }
        return arrival
    }

    /// The pieces of a block, if all of them are full.
    private func fullBlock(_ block: Int64) -> [Piece]? {
        let indices = layout.pieces(of: layout.range(ofBlock: block))
        // From behind, since that is where a block under way lacks some.
        for index in indices.reversed() where slots[index].map({ $0.fetch != nil }) ?? true { return nil }
        return indices.compactMap { slots[$0]?.piece }
    }

    /// Takes note of the head of an answer; answers nil when nobody is to be told.
    mutating func headArrived(_ fetch: Fetch) -> [HeadCompletion] {
        guard let waiters = transfers[fetch.id]?.headWaiters else { return [] }
        transfers[fetch.id]?.headWaiters = nil
        return waiters
    }

    /// Ends a fetch that is done; answers false when bytes are missing, in which case it has failed.
    mutating func isComplete(_ fetch: Fetch) -> Bool {
        guard transfers[fetch.id] != nil else { return true }
        guard fetch.indices.allSatisfy({ slots[$0]?.fetch !== fetch }) else { return false }
        transfers[fetch.id] = nil
        return true
    }

    /// Ends a fetch that failed; answers who waited for it.
    ///
    /// A later read tries again.
    mutating func fail(_ fetch: Fetch) -> (requests: [Request], heads: [HeadCompletion]) {
        guard let transfer = transfers[fetch.id] else { return ([], []) }
        var failed: [Request] = []
        for index in fetch.indices {
            guard let slot = slots[index], slot.fetch === fetch else { continue }
            for id in slot.waiting {
                if let request = requests.removeValue(forKey: id) { failed.append(request) }
            }
        }
        remove(fetch)
        return (failed, transfer.headWaiters ?? [])
    }

    /// Whether anybody waits for bytes or the head of a fetch.
    private func isWanted(_ fetch: Fetch) -> Bool {
        if let heads = transfers[fetch.id]?.headWaiters, !heads.isEmpty { return true }
        return fetch.indices.contains { index in
            guard let slot = slots[index], slot.fetch === fetch else { return false }
            return slot.waiting.contains { requests[$0] != nil }
        }
    }

    /// Forgets a fetch, with the pieces that it has not filled.
    private mutating func remove(_ fetch: Fetch) {
        transfers[fetch.id] = nil
        for index in fetch.indices where slots[index]?.fetch === fetch { slots[index] = nil }
    }

    // MARK: Opening and closing

    enum Opening {
        /// The first GET is on its way, and its head will be told.
        case joined
        /// The first bytes are here or on their way, so only the version is to be confirmed.
        case confirm
        /// Memory of so many bytes is needed for the first GET.
        case needs(bytes: Int64)
    }

    /// Decides how an open is to confirm the version; `window` bytes from the start are to be asked for.
    mutating func open(window: Int64, isStored: Bool, onHead: @escaping HeadCompletion) -> Opening {
        if let slot = slots[0] {
            guard let fetch = slot.fetch, transfers[fetch.id]?.headWaiters != nil, fetch.source == .store else {
                return .confirm
            }
            transfers[fetch.id]?.headWaiters?.append(onHead)
            return .joined
        }
        if isStored { return .confirm }
        return .needs(bytes: layout.pieces(of: 0..<window).reduce(0) { $0 + layout.capacity(of: $1) })
    }

    /// Adds someone who wants to know the head of a fetch that has just been claimed.
    mutating func awaitHead(of fetch: Fetch, _ onHead: @escaping HeadCompletion) {
        transfers[fetch.id]?.headWaiters?.append(onHead)
    }

    /// Counts a cursor out.
    ///
    /// After the last one, what nobody waits for ends, and what was fetched ahead has no reader.
    mutating func closeCursor() -> (unwanted: [Fetch], leftOver: [Piece]) {
        cursors -= 1
        guard cursors == 0 else { return ([], []) }
        var unwanted: [Fetch] = []
        for transfer in transfers.values where !isWanted(transfer.fetch) { unwanted.append(transfer.fetch) }
        for fetch in unwanted { remove(fetch) }
        return (unwanted, fullPieces(in: 0..<layout.size))
    }

    /// Full pieces within a range of bytes.
    func fullPieces(in range: Range<Int64>) -> [Piece] {
        let indices = layout.pieces(of: range)
        if indices.count > slots.count {
            return slots.values.filter { $0.fetch == nil && indices.contains($0.piece.index) }.map(\.piece)
        }
        return indices.compactMap { index in
            guard let slot = slots[index], slot.fetch == nil else { return nil }
            return slot.piece
        }
    }

    // MARK: Dropping

    /// Forgets a full piece; bytes of it that a reader holds stay.
    mutating func drop(_ piece: Piece) {
        guard let slot = slots[piece.index], slot.piece === piece, slot.fetch == nil else { return }
        slots[piece.index] = nil
    }

    /// Forgets all full pieces and answers them.
    mutating func dropAll() -> [Piece] {
        let pieces = fullPieces(in: 0..<layout.size)
        for piece in pieces { slots[piece.index] = nil }
        return pieces
    }

    /// Whether every piece is full.
    var isWhole: Bool {
        let count = layout.pieces(of: 0..<layout.size).count
        return slots.count == count && slots.values.allSatisfy { $0.fetch == nil }
    }

    /// Whether any piece is full.
    var hasAny: Bool { slots.values.contains { $0.fetch == nil } }
}
