import FUSE
import ObjectStore
import Synchronization

/// The open side of a file: what its handles share.
final class FileContent: Sendable {
    struct State {
        /// What was written through this mount, while any handle is open.
        var staged: StagedFile?
        /// Handles open, and those that may write.
        var openCount = 0
        var writerCount = 0
        /// What must hold of the key when the content is published.
        var precondition: Precondition?
        /// Attributes were changed that travel with the next upload.
        var hasAttributeChanges = false
        /// The last write through this mount that is not published yet, or was while the file is open.
        var modified: FileTime?
        /// The version whose pages the kernel may hold.
        var kernelPages: ETag?
        /// The publish under way.
        var publishing: Task<Result<Void, FileSystemError>, Never>?
        /// The content lost against another writer and lives on as a conflict copy; closing goes on failing.
        var conflict: FileSystemError?
        /// The key to delete when the last handle closes: the file was unlinked while open.
        var pendingDelete: ObjectKey?
        /// The version that open handles read.
        var readers: [ETag?: Int] = [:]
        /// How each of the kernel's inodes of the file is open.
        var uses: [InodeID: KernelInodeUse] = [:]
    }

    /// Taken after the namespace's lock, before any lock of a staged file.
    let state = Mutex(State())
    /// Held by whoever changes the object: publish, rename, unlink, attribute copy.
    let gate = AsyncGate()

    /// What was written through this mount, while any handle is open.
    var staged: StagedFile? { state.withLock { $0.staged } }
    var isOpen: Bool { state.withLock { $0.openCount > 0 } }
}
