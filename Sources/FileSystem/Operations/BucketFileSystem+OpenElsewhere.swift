import FUSE
import ObjectStore
import Synchronization
import SystemPackage

/// Which of a file's numbers a version is opened by: `Namespace.divert`.
extension BucketFileSystem {
    /// What a handle reads: what its open has begun to read, whatever the bucket has by now, else what is known.
    ///
    /// Call with the namespace locked.
    func version(of handle: FileHandle) -> OpenedVersion {
        let inode = handle.inode
        let begun = handle.state.withLock { $0.cursor }?.version
        return OpenedVersion(
            etag: begun.map(\.etag) ?? inode.etag, size: begun?.size ?? inode.size, modified: inode.lastModified)
    }

    /// Whether the version that a handle reads is that of the number that it was opened by.
    func isAtItsNumber(_ handle: FileHandle) -> Bool {
        namespace.locked { _ in
            let opened = self.version(of: handle)
            return handle.inode.content.state.withLock { self.isShared(opened, handle, $0) }
        }
    }

    /// Notes which version the kernel's inode of a handle that has been counted is read in.
    ///
    /// Call with the namespace locked.
    ///
    /// - Returns: false when the number stands for another version: it has one size, and pages of one version.
    func share(_ handle: FileHandle, _ version: OpenedVersion) -> Bool {
        handle.inode.content.state.withLock { state in
            guard isShared(version, handle, state) else { return false }
            if state.staged == nil { state.uses[handle.number]?.version = version }
            return true
        }
    }

    private func isShared(_ version: OpenedVersion, _ handle: FileHandle, _ state: borrowing FileContent.State) -> Bool
    {
        let isOurs = state.staged != nil
        // The number that the kernel is told stands for what the bucket has, or what is written here.
        if handle.inode.kernelID == handle.number { return isOurs || version.etag == handle.inode.etag }
        // An older one stands for what is open by it.
        guard let use = state.uses[handle.number], !use.isApart, let other = use.version else { return false }
        return isOurs || version.etag == other.etag
    }

    /// Answers an open that cannot be by the number that it was asked for by: the file has another one, or gets one.
    ///
    /// ESTALE has the kernel look the name up again and open what it finds, which the caller does not see.
    ///
    /// - Parameter thread: whose open has confirmed the version; it need not once more.
    func openElsewhere(_ handle: FileHandle, _ reply: Reply<OpenAnswer>, confirmedFor thread: Int32? = nil) {
        namespace.divert(handle.inode, from: handle.number)
        uncount(handle)
        if let thread, thread > 0 { handOver(handle, to: thread) } else { handle.state.withLock { $0.cursor }?.close() }
        reply.fail(.staleNFSFileHandle)
    }

    private func handOver(_ handle: FileHandle, to thread: Int32) {
        let inode = handle.inode
        let cursor = handle.state.withLock { state in
            defer { state.cursor = nil }
            return state.cursor
        }
        let handover = Handover(
            etag: cursor.map { $0.version.etag } ?? namespace.locked { _ in inode.etag }, cursor: cursor)
        // Dropped after unlocking: a cursor that nobody has ends its reading.
        _ = inode.content.state.withLock { $0.handovers.updateValue(handover, forKey: thread) }
        // A thread that was killed does not come back, and nothing tells of it: time is all there is to go by. Nobody cancels
        // the task, and an early end would only drop what costs one request to ask again.
        Task {
            try? await Task.sleep(for: Handover.lifetime)
            _ = inode.content.state.withLock { state in
                state.handovers[thread]?.made == handover.made ? state.handovers.removeValue(forKey: thread) : nil
            }
        }
    }

    /// Takes over what the thread's open before has confirmed, if it is the file's version still and by this number.
    ///
    /// - Returns: whether nothing is left to be confirmed.
    func takeOver(_ handle: FileHandle, from thread: Int32) -> Bool {
        let inode = handle.inode
        guard let handover = inode.content.state.withLock({ $0.handovers.removeValue(forKey: thread) }),
            handover.isFresh
        else { return false }
        let isCurrent = namespace.locked { _ in
            inode.kernelID == handle.number && inode.etag == handover.etag && !inode.isDetached
        }
        guard isCurrent else { return false }
        if !handle.isWritable { handle.state.withLock { $0.cursor = handover.cursor } }
        return true
    }
}
