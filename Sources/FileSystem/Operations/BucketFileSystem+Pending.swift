import FUSE
import LocalStore
import Logging
import ObjectStore
import Synchronization
import SystemPackage

/// Files whose content is to be stored although nobody has them open.
extension BucketFileSystem {
    /// Stores a file that waits for it.
    ///
    /// - Returns: whether nothing is left to be done: false where it may succeed later.
    func storePending(_ inode: Inode) async -> Bool {
        let (key, isPending) = namespace.locked { _ in
            (inode.key, !inode.isDetached && inode.content.state.withLock { $0.isPending && $0.staged != nil })
        }
        guard isPending else { return true }
        if await settle(inode) == nil {
            // A conflict has been told of already.
            let isStored = inode.content.state.withLock { state in
                // One that is open goes on as any other.
                state.isPending = false
                return state.conflict == nil
            }
            if isStored { log.notice("stored", metadata: ["key": "\(key)"]) }
        }
        return inode.content.state.withLock { !$0.isPending }
    }

    /// What is not stored yet, for the log of the end.
    func stillPending(_ inode: Inode, _ error: FileSystemError) -> String {
        let key = namespace.locked { _ in inode.key }
        let isNews = inode.content.state.withLock { state in
            defer { state.trouble = error.detail }
            return state.trouble != error.detail
        }
        if isNews { log.warning("not stored yet", metadata: ["key": "\(key)", "why": "\(error.detail)"]) }
        return "\(key): \(error.detail); the next mount stores it"
    }

    /// What is written to a removed or replaced file is nobody's any more, also after a kill.
    func forsakeIfDetached(_ inode: Inode) {
        guard let staged = inode.contentIfUsed?.staged, namespace.locked({ _ in inode.isDetached }) else { return }
        staged.forsake()
        // One that nobody had open has no last close.
        settleIfClosed(inode)
    }

    /// Tells the disk where the content of a file belongs, and with which attributes.
    func aim(_ inode: Inode) {
        guard let staged = inode.contentIfUsed?.staged, !namespace.locked({ _ in inode.isDetached }) else { return }
        staged.aim(at: target(of: inode, if: inode.content.state.withLock { $0.precondition }))
    }

    /// Where the content of a file belongs.
    func target(of inode: Inode, if precondition: Precondition?) -> StagingTarget {
        StagingTarget(
            key: namespace.locked { _ in inode.key }, precondition: precondition,
            attributes: attributesToStore(inode), moment: .now)
    }
}

extension FileSystemError {
    /// Whether the same may succeed another time, without anybody changing the file.
    var isTransient: Bool {
        switch errno {
        case .ioError, .interrupted, .permissionDenied, .resourceBusy, .diskQuotaExceeded, .noSuchAddressOrDevice:
            true
        // Not what the server finds too large.
        case .noSpace: reason == .localDiskFull
        default: false
        }
    }
}
