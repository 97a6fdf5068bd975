import LocalStore
package import ObjectStore
import Synchronization

/// The bytes of one version of one object: a table of pieces, shared by all handles that have it open.
///
/// Locks: `table` is taken with no other version's held; under it, only the budget's and the disk cache's index are. No lock is
/// held while a completion is called, a request is made or memory is asked for.
package final class ObjectVersion: Sendable {
    /// Bytes of the whole object.
    package let size: Int64
    let configuration: ReadConfiguration
    let layout: PieceLayout
    let store: any ObjectStore
    let cache: (any BlockStorage)?
    let budget: MemoryBudget
    let registry: VersionRegistry
    let pace: SharedPace
    /// When the object was last asked for ahead of an open, until an open makes use of it.
    private let confirmed = Mutex<ContinuousClock.Instant?>(nil)
    private let opened = Atomic(false)
    /// Guards everything that changes, and the filled parts of the pieces.
    let table: Mutex<PieceTable>

    init(
        place: PieceTable.Place,
        size: Int64,
        configuration: ReadConfiguration,
        store: any ObjectStore,
        cache: (any BlockStorage)?,
        budget: MemoryBudget,
        registry: VersionRegistry,
        pace: SharedPace
    ) {
        self.size = size
        self.configuration = configuration
        self.store = store
        self.cache = cache
        self.budget = budget
        self.registry = registry
        self.pace = pace
        layout = PieceLayout(size: size, pieceSize: configuration.pieceSize, blockSize: configuration.blockSize)
        table = Mutex(PieceTable(layout: layout, maximumFetch: configuration.maximumFetch, place: place))
    }

    /// Where the bytes are fetched from.
    package var key: ObjectKey { place.key }

    /// The tag that every GET asks for.
    ///
    /// Where a listing had none, it is the tag of the first answer.
    package var etag: ETag? { place.etag }

    var place: PieceTable.Place { table.withLock { $0.place } }

    /// Changes where the bytes are fetched from, because they have been renamed; GETs under way go on there when they fail.
    package func relocate(key: ObjectKey, etag: ETag?, versionID: String? = nil) {
        let (old, new) = table.withLock { table in
            let old = table.place
            table.place.key = key
            table.place.etag = etag
            table.place.versionID = versionID
            table.place.generation += 1
            return (old, table.place)
        }
        registry.move(self, from: old, to: new)
    }

    /// Whether every byte is in memory.
    package var isWhollyInMemory: Bool { table.withLock { $0.isWhole } }

    /// Whether any byte is in memory or on the local disk: then an open must confirm the version before it is read.
    package var hasCachedContent: Bool {
        let (hasAny, place) = table.withLock { ($0.hasAny, $0.place) }
        if hasAny { return true }
        guard let cache, let version = blockVersion(place) else { return false }
        return cache.hasAny(version)
    }

    // MARK: Fetching before an open

    /// How long the answer to a GET confirms the version to an open that was expected.
    private static let freshness = Duration.seconds(3)

    /// Whether a handle has had the version open.
    var wasOpened: Bool { opened.load(ordering: .relaxed) }

    /// Fetches a small object whole for an open that is expected.
    ///
    /// One request.
    ///
    /// - Parameter learned: called with what the store says of the object.
    func prefetch(_ learned: @escaping @Sendable (ObjectMetadata) -> Void) {
        begin { result in
            guard case .success(let metadata) = result else { return }
            self.confirmed.withLock { $0 = .now }
            learned(metadata)
        }
    }

    /// Whether the version was confirmed a moment ago for an open such as this; true once.
    ///
    /// - Parameter limit: how long any answer is believed.
    package func takeConfirmation(atMost limit: Duration) -> Bool {
        confirmed.withLock { confirmed in
            defer { confirmed = nil }
            return confirmed.map { $0 + min(Self.freshness, limit) > .now } ?? false
        }
    }

    /// A cursor for one handle.
    package func cursor() -> ReadCursor {
        opened.store(true, ordering: .relaxed)
        table.withLock { $0.cursors += 1 }
        pace.readerBegins()
        return ReadCursor(version: self)
    }

    func closeCursor() {
        pace.readerEnds()
        let (unwanted, leftOver) = table.withLock { $0.closeCursor() }
        for fetch in unwanted { fetch.cancel() }
        release(leftOver)
    }

    /// Lets go of what was fetched ahead and will not be read.
    func release(_ range: Range<Int64>) {
        release(table.withLock { $0.fullPieces(in: range) })
    }

    private func release(_ pieces: [Piece]) {
        budget.markRead(pieces.filter { $0.isUnread.exchange(false, ordering: .relaxed) })
    }

    // MARK: Dropping

    /// Forgets pieces that the budget has taken out of its lists.
    func drop(_ pieces: some Sequence<Piece>) {
        table.withLock { table in
            for piece in pieces { table.drop(piece) }
        }
    }

    /// Forgets what is in memory and not being read.
    func dropAll() {
        let pieces = table.withLock { $0.dropAll() }
        budget.remove(pieces)
    }

    // MARK: The disk cache

    private func blockVersion(_ place: PieceTable.Place) -> BlockVersion? {
        place.etag.map { BlockVersion(key: place.key, etag: $0, size: size) }
    }

    /// What tells whether a block is on the local disk.
    ///
    /// It looks in memory only, so it may be used under the lock.
    func stored(at place: PieceTable.Place) -> (Int64) -> Bool {
        guard let cache, let version = blockVersion(place), cache.hasAny(version) else { return { _ in false } }
        return { cache.contains(version, $0) }
    }

    /// Reads a block of the disk cache for `fetch`; from the store, if the disk does not have it after all.
    func readFromDisk(_ block: Int64, for fetch: Fetch) {
        guard let cache, let version = blockVersion(place) else { return fetchFromStore(fetch) }
        let range = layout.range(ofBlock: block)
        guard fetch.range != range else {
            return cache.read(version, block, into: fetch) { isThere in
                guard isThere else { return self.fetchFromStore(fetch) }
                fetch.position.store(range.upperBound, ordering: .relaxed)
                self.arrived(range, for: fetch)
                self.finish(fetch)
            }
        }
        // It is checked as a whole, also when less is wanted of it.
        let buffer = BlockBuffer(count: Int(range.upperBound - range.lowerBound))
        cache.read(version, block, into: buffer) { isThere in
            guard isThere else { return self.fetchFromStore(fetch) }
            buffer.withContent { self.receive($0, at: range.lowerBound, for: fetch) }
            self.finish(fetch)
        }
    }

    /// Hands full blocks to the disk cache.
    func keep(_ blocks: [(index: Int64, pieces: [Piece])]) {
        guard let cache, let version = blockVersion(place) else { return }
        for block in blocks {
            let range = layout.range(ofBlock: block.index)
            cache.write(version, block.index, ReadPieces(block.pieces, range, pieceSize: layout.pieceSize))
        }
    }
}
