import LocalStore
import Logging
import ObjectStore
import Synchronization

/// Orphans: files that were removed while open.
///
/// The object of one stays in the bucket until the last close, at a key that is no name any more (`pendingDeletes`).
extension BucketFileSystem {
    /// An orphan that gave its key up, because something is to be stored there.
    struct ReleasedOrphan {
        let inode: Inode
        let key: ObjectKey
        /// The version that is there and may be overwritten.
        let etag: ETag?
    }

    /// An object that a removed file is still open on is about to be overwritten: its bytes are brought here first.
    ///
    /// Call with the tree entered; `takeBack` where the object was not overwritten in the end.
    func releaseOrphan(at key: ObjectKey) async -> ReleasedOrphan? {
        guard let orphan = namespace.locked({ state in state.pendingDeletes[key] }) else { return nil }
        // Its last close may be removing the object just now.
        await orphan.content.gate.enter()
        defer { orphan.content.gate.leave() }
        let isThere = namespace.locked { state in
            guard state.pendingDeletes[key] === orphan else { return false }
            state.pendingDeletes[key] = nil
            return true
        }
        guard isThere else { return nil }
        // What is stored there next may have the same bytes, and so the same tag.
        local.removals.forget(key)
        let etag = namespace.locked { _ in orphan.etag }
        await preserve(orphan)
        orphan.content.state.withLock { $0.pendingDelete = nil }
        return ReleasedOrphan(inode: orphan, key: key, etag: etag)
    }

    /// Removes the object of a removed file that is open still, in whose name a directory is to be: there are servers that
    /// cannot have both.
    ///
    /// Call with the tree entered.
    ///
    /// - Returns: whether there was one, and it is gone.
    func dropOrphan(beside marker: ObjectKey) async -> Bool {
        let key = ObjectKey(marker.bytes.dropLast())
        guard let orphan = await releaseOrphan(at: key) else { return false }
        do throws(StoreError) { try await store.delete(key, ifMatches: orphan.etag) } catch {
            takeBack(orphan)
            return false
        }
        return true
    }

    /// What was to be stored at an orphan's key was not: its object is there still, and goes with its last close.
    ///
    /// Call with the tree entered; not where another client's object has the key by now, which keeps it.
    func takeBack(_ orphan: ReleasedOrphan?) {
        guard let orphan else { return }
        let isClosed = namespace.locked { state in
            guard state.pendingDeletes[orphan.key] == nil else { return false }
            state.pendingDeletes[orphan.key] = orphan.inode
            return orphan.inode.content.state.withLock { content in
                content.pendingDelete = orphan.key
                return !content.isHeld
            }
        }
        if let etag = orphan.etag { local.removals.record(orphan.key, etag: etag) }
        // Its last close came meanwhile and found nothing to do.
        if isClosed { Task { await self.settle(orphan.inode) } }
    }

    /// Removes the object of an orphan that is not open any more, unless it gave its key up.
    ///
    /// One DELETE. When that fails the name stays away, and the end of the mount tries again.
    ///
    /// Call with the inode's gate held.
    func removeOrphan(_ inode: Inode, at key: ObjectKey) async {
        guard namespace.locked({ state in state.pendingDeletes[key] === inode }) else { return }
        var isGone = true
        do throws(StoreError) {
            try await store.delete(key, ifMatches: namespace.locked { _ in inode.etag })
        } catch {
            // Another client's object has the key by now, and keeps it; or there is none.
            if error.reason != .preconditionFailed, error.reason != .notFound {
                isGone = false
                note(FileSystemError(error, .name), "delete at last close")
            }
        }
        if isGone { local.removals.forget(key) }
        namespace.locked { [isGone] state in
            guard state.pendingDeletes[key] === inode else { return }
            if isGone {
                state.pendingDeletes[key] = nil
            } else {
                inode.content.state.withLock { $0.pendingDelete = key }
            }
        }
    }

    /// Removes the objects of files that were removed while open, from a mount that was killed before their last close.
    ///
    /// Not what has been stored at such a key since. One HEAD and one DELETE for each; what cannot be removed is left to
    /// the next mount.
    func removeLeftOrphans() async {
        let left = local.removals.left().filter { $0.key.hasPrefix(configuration.prefix) }
        await withTaskGroup(of: Void.self) { group in
            for (index, entry) in left.enumerated() {
                if index >= Self.parallelRemovals { await group.next() }
                group.addTask { await self.remove(entry) }
            }
        }
    }

    private func remove(_ entry: RemovalJournal.Entry) async {
        do throws(StoreError) {
            let info = try await store.head(entry.key).info
            if info.etag == entry.etag, info.lastModified <= entry.removed {
                try await store.delete(entry.key, ifMatches: entry.etag)
                log.notice("removed, as a mount that ended early was to", metadata: ["key": "\(entry.key)"])
            }
        } catch {
            // Gone, or another client's.
            if error.reason != .notFound, error.reason != .preconditionFailed {
                return note(FileSystemError(error, .name), "delete of what was removed while open")
            }
        }
        local.removals.finish(entry)
    }

    /// Objects that are removed at once.
    private static let parallelRemovals = 16

    /// Brings the bytes of an open file here, before its object goes: small files whole, others as far as they are.
    func preserve(_ inode: Inode) async {
        let size = namespace.locked { _ in inode.size }
        guard inode.isRegular, inode.content.state.withLock({ $0.isHeld }), size <= Self.preservedSize else { return }
        do throws(FileSystemError) {
            let staged = try stage(inode)
            try await writeCall { () async throws(WriteError) in try await staged.makeWhole() }
        } catch { note(error, "preserve") }
        // Its last close may have come before there was anything to let go of.
        settleIfClosed(inode)
    }

    /// The largest file that is fetched whole, in bytes, when it is removed or replaced while open.
    private static let preservedSize: Int64 = 64 << 20
}
