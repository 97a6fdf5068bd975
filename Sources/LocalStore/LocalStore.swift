import CLinux
import Synchronization

/// What lives on the local disk for one mount of one bucket.
///
/// It is to be opened after the program has gone to the background, since threads do not survive fork(2).
package final class LocalStore: Sendable {
    package let blocks: BlockCache
    package let attributes: AttributeMemory
    package let staging: StagingArea
    package let removals: RemovalJournal
    package let renames: RenameJournal
    /// What was not as it should be when the store was opened, for the log; the mount goes on without it.
    package let warnings: [String]
    private let home: Home
    private let index: Index?
    private let isClosed = Atomic<Bool>(false)

    /// Opens the bucket's directory, makes it if need be (0700), and starts the threads.
    ///
    /// A disk that is full, read-only or forbidden is a warning: blocks are then not kept, what is learned is
    /// forgotten at the end, and staging files are tried when they are needed. A damaged index is set aside and begun
    /// anew, with a warning.
    ///
    /// - Throws: `.inaccessible` for a directory that can be none: not an absolute path, or a file in its way.
    package init(_ options: LocalStoreOptions) throws(LocalStoreError) {
        guard options.directory.hasPrefix("/") else {
            throw LocalStoreError(.inaccessible, "\(options.directory): the cache directory must be an absolute path")
        }
        let home = Home(directory: options.directory, bucketIdentity: options.bucketIdentity)
        var warnings: [String] = []
        var instance: InstanceLock?
        do {
            instance = try home.instance()
        } catch {
            guard error.isTransient else { throw error }
            warnings.append("\(error.detail); nothing is cached on disk")
        }
        var blockIndex = BlockIndex(
            cacheSize: options.cacheSize, minimumFree: options.minimumFree, clock: clinux_realtime() / 1000)
        var index: Index?
        var unwanted: [Int64] = []
        if let instance {
            home.removeLeftovers()
            var dead: [String] = []
            let opened = Index.open(home.index, identity: options.bucketIdentity) { connection throws(SQLiteError) in
                unwanted = try BlockRows.load(into: &blockIndex, connection, owner: instance.name) {
                    let names = FileCalls.names(in: home.locks)
                    dead = names.filter { InstanceLock.isDead("\(home.locks)/\($0)") }
                    return Set(names).subtracting(dead)
                }
                try AttributeRows.trim(connection)
            }
            if opened.connection != nil { for name in dead { InstanceLock.bury("\(home.locks)/\(name)") } }
            if let warning = opened.warning { warnings.append(warning) }
            index = try opened.connection.map { connection throws(LocalStoreError) in try Index(connection) }
        }
        var means: BlockCache.Means?
        if let instance, let index {
            means = BlockCache.Means(
                instance: instance, files: BlockFiles(directory: home.blocks), index: index,
                threads: try DiskThreads(maximumWriteBytes: options.maximumWriteBytes),
                freeBytes: { FileCalls.freeBytes(of: home.path) },
                share: CacheShare(instance: instance, locks: home.locks, cacheSize: options.cacheSize),
                descriptors: options.descriptors,
                onTrouble: { options.onTrouble("\(home.path): \($0); reads go on without what it would keep") })
            means?.share.add(blockIndex.used)
        }
        let blocks = BlockCache(means: means, loaded: blockIndex)
        blocks.begin(unwanted: unwanted, locks: home.locks)
        self.home = home
        self.index = index
        self.blocks = blocks
        self.warnings = warnings
        attributes = AttributeMemory(index: index)
        removals = RemovalJournal(home: home)
        renames = RenameJournal(home: home)
        staging = StagingArea(home: home, descriptors: options.descriptors) { blocks.release($0) }
    }

    deinit { close() }

    /// Writes what is pending to the disk and ends the threads; must not be called from a completion of the cache.
    ///
    /// Afterwards reads miss, writes are dropped, and staging files go on working.
    package func close() {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        blocks.close()
        index?.close()
    }

    /// Closes a store that nothing came of, and leaves no directory behind that was not there before.
    package func discard() {
        close()
        home.removeIfNew()
    }
}
