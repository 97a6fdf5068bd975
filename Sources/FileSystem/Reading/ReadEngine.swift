package import LocalStore
package import ObjectStore

/// Reading for a whole mount: the versions whose bytes are in memory, and the memory that they may take.
package final class ReadEngine: Sendable {
    private let store: any ObjectStore
    private let cache: (any BlockStorage)?
    private let configuration: ReadConfiguration
    private let budget: MemoryBudget
    private let registry = VersionRegistry()
    private let pace: SharedPace
    private let ledger = PrefetchLedger()

    /// - Parameter memoryLimit: bytes of buffers in all.
    package convenience init(store: any ObjectStore, cache: BlockCache?, memoryLimit: Int64) {
        var configuration = ReadConfiguration()
        configuration.blockSize = Int64(BlockCache.blockSize)
        let enabled = cache.flatMap { $0.isEnabled ? $0 : nil }
        self.init(store: store, storage: enabled, memoryLimit: memoryLimit, configuration: configuration)
    }

    /// Reading with other sizes, or over another disk cache.
    package init(
        store: any ObjectStore,
        storage: (any BlockStorage)?,
        memoryLimit: Int64,
        configuration: ReadConfiguration
    ) {
        let piece = configuration.pieceSize
        precondition(configuration.blockSize % piece == 0, "blocks of \(configuration.blockSize) are not whole pieces")
        var configuration = configuration
        // One reader ahead of himself must not take everything.
        configuration.maximumWindow = min(configuration.maximumWindow, memoryLimit / 2)
        configuration.largestWindow = min(configuration.largestWindow, memoryLimit / 2)
        let fetch = min(configuration.maximumFetch, memoryLimit / 4)
        configuration.maximumFetch = max(fetch - fetch % piece, piece)
        self.store = store
        cache = storage
        self.configuration = configuration
        budget = MemoryBudget(
            limit: memoryLimit, pieceSize: piece, keptAfterReading: min(configuration.keptAfterReading, memoryLimit / 4)
        )
        pace = SharedPace(configuration)
    }

    deinit { budget.drain() }

    /// The version of an object, shared by all who ask for the same; makes no request.
    ///
    /// - Parameters:
    ///   - etag: nil where the server has none: then the version is the caller's own.
    ///   - size: bytes of the whole object.
    package func version(_ key: ObjectKey, etag: ETag?, versionID: String? = nil, size: Int64) -> ObjectVersion {
        let place = PieceTable.Place(key: key, etag: etag, versionID: versionID)
        return registry.version(place, size: size) {
            ObjectVersion(
                place: place,
                size: size,
                configuration: configuration,
                store: store,
                cache: cache,
                budget: budget,
                registry: registry,
                pace: pace
            )
        }
    }

    /// Fetches an object that is likely to be opened next, if it is small, nothing of it is here, and memory is plenty.
    ///
    /// One request at most.
    ///
    /// - Parameter learned: called with what the store says of the object, on a transport thread.
    package func prefetch(_ version: ObjectVersion, learned: @escaping @Sendable (ObjectMetadata) -> Void) {
        guard version.size <= configuration.wholeSize, !version.wasOpened, !version.hasCachedContent,
            budget.used < budget.limit / 2, ledger.admit(version)
        else { return }
        version.prefetch(learned)
    }

    /// Drops what is in memory and on the local disk of an object, because it has been replaced or removed.
    ///
    /// Handles that have it open go on; what is dropped must be fetched again.
    package func forget(_ key: ObjectKey) {
        for version in registry.removeAll(key) { version.dropAll() }
        cache?.remove(key)
    }

    /// Bytes of buffers reserved now.
    package var usedMemory: Int64 { budget.used }
}
