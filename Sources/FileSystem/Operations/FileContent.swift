import FUSE
import ObjectStore
import Synchronization

/// The open side of a file: what its handles share.
final class FileContent: Sendable {
    struct State {
        /// What was written through this mount, while any handle is open or it waits to be stored.
        var staged: StagedFile?
        /// Handles open, and those that may write.
        var openCount = 0
        var writerCount = 0
        /// Opens under way, which have begun to ask the bucket.
        var openingCount = 0
        /// Its object is being removed or replaced, and nobody had it open: opens wait for the end of that at the gate.
        var isLeaving = false
        /// What must hold of the key when the content is published.
        var precondition: Precondition?
        /// Attributes were changed that travel with the next upload.
        var hasAttributeChanges = false
        /// A request of ours is under way that makes another version of the object, or gives it other attributes.
        ///
        /// What answers show meanwhile may be what was before it or after, and is not told from another client's doing: it
        /// does not count.
        var isBeingStored = false
        /// The last write through this mount that is not published yet, or was while the file is open.
        var modified: FileTime?
        /// It was read in small pieces, which the kernel's page cache is for.
        var hasSmallReads = false
        /// It was opened through this mount to change some of it, as databases are: their readers and writers share locks, for
        /// which the kernel must know one inode of it only.
        var isChangedInPlace = false
        /// The version whose pages the kernel may hold.
        var kernelPages: ETag?
        /// The content waits to be stored although nobody has the file open: it stays until it is.
        var isPending = false
        /// Why it could not be stored the last time.
        var trouble: String?
        /// What a mount that ended early may have done with the content already.
        var left: LeftPublish?
        /// The publish under way.
        var publishing: SharedResult<Void, FileSystemError>?
        /// The content lost against another writer and lives on as a conflict copy; closing goes on failing.
        var conflict: FileSystemError?
        /// The key to delete when the last handle closes: the file was unlinked while open.
        var pendingDelete: ObjectKey?
        /// How each of the kernel's inodes of the file is open.
        var uses: [InodeID: KernelInodeUse] = [:]
        /// What opens have confirmed that are about to be made again, by their threads.
        var handovers: [Int32: Handover] = [:]

        /// Whether a handle is open, or about to be.
        var isHeld: Bool { openCount + openingCount > 0 }
        /// Whether nobody keeps the file any more, and something is left to be done.
        var isUnsettled: Bool { !isHeld && (staged != nil || pendingDelete != nil) }
    }

    /// Taken after the namespace's lock, before any lock of a staged file.
    let state = Mutex(State())
    /// Held by whoever changes the object: publish, rename, unlink, attribute copy.
    let gate = AsyncGate()

    /// The version that is open by a number of the kernel, where it is another than the bucket's.
    ///
    /// What is written through this mount is the file of all who have opened what it began with.
    func otherVersion(than etag: ETag?, at number: InodeID) -> OpenedVersion? {
        state.withLock { state in
            guard let use = state.uses[number], use.isApart || state.staged == nil else { return nil }
            return use.isApart || use.version?.etag != etag ? use.version : nil
        }
    }

    /// What was written through this mount, for a handle that the kernel opened by this number.
    func staged(at number: InodeID) -> StagedFile? {
        state.withLock { $0.uses[number]?.isApart == true ? nil : $0.staged }
    }

    /// Begins to write, at a version.
    ///
    /// - Returns: what is written to: another one where somebody has begun already.
    func begin(_ fresh: StagedFile, at etag: ETag?) -> StagedFile {
        state.withLock { state in
            if let staged = state.staged { return staged }
            state.staged = fresh
            state.precondition = etag.map { .matches($0) }
            for (number, use) in state.uses {
                if let version = use.version, version.etag != etag { state.uses[number]?.isApart = true }
            }
            return fresh
        }
    }

    /// `State.staged`.
    var staged: StagedFile? { state.withLock { $0.staged } }
    var isOpen: Bool { state.withLock { $0.openCount > 0 } }

    /// Notes that an open begins, so that its file is kept as one that is open.
    ///
    /// Every one that has begun is followed by one `endOpening`.
    ///
    /// - Returns: false while the object is being removed or replaced.
    func beginOpening() -> Bool {
        state.withLock { state in
            if !state.isLeaving { state.openingCount += 1 }
            return !state.isLeaving
        }
    }

    /// - Returns: whether this was the last that kept the file, and something is left to be done: `settle`.
    func endOpening() -> Bool {
        state.withLock { state in
            state.openingCount -= 1
            return state.isUnsettled
        }
    }
}
