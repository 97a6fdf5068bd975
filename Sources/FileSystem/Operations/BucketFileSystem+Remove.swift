package import FUSE
import LocalStore
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func unlink(_ context: RequestContext, _ parent: InodeID, _ name: EntryName, _ reply: Reply<DoneAnswer>) {
        guard let directory = inode(parent, reply), !refusesChange(reply) else { return }
        run(reply, "unlink") { () async throws(FileSystemError) in
            let inode = try await self.existing(name, in: directory)
            guard !inode.isDirectory else { throw FileSystemError(.isDirectory) }
            let turn = await self.enter(inode)
            defer { self.leave(inode, turn) }
            try self.checkStill(inode, name, directory)
            try await self.removeObject(of: inode, in: directory)
            reply.done()
        }
    }

    /// Removes a file.
    ///
    /// One DELETE, now or at the last close; a PUT before it when the directory would vanish with it.
    ///
    /// Call with the inode's gate held.
    private func removeObject(of inode: Inode, in directory: Inode) async throws(FileSystemError) {
        // A mount that ended early may have stored it.
        if let staged = inode.contentIfUsed?.staged { try await reconcile(inode, staged) }
        defer { forsakeIfDetached(inode) }
        let (key, isPublished) = namespace.locked { _ in (inode.key, inode.isPublished) }
        guard isPublished else {
            return namespace.locked { state in namespace.detach(inode, isOurs: true, &state) }
        }
        try await keepDirectory(directory, without: key)
        // First: the last close may come at any moment.
        let opened = namespace.locked { _ in inode.content.state.withLock { $0.isHeld } ? inode.etag : nil }
        if let opened { local.removals.record(key, etag: opened) }
        let waits = namespace.locked { state in
            let isHeld = inode.content.state.withLock { content in
                if content.isHeld { content.pendingDelete = key } else { content.isLeaving = true }
                return content.isHeld
            }
            guard isHeld else { return false }
            state.pendingDeletes[key] = inode
            inode.stored.changed = .now
            namespace.detach(inode, isOurs: true, &state)
            return true
        }
        if waits { return tellOthers(of: inode) }
        defer { if opened != nil { local.removals.forget(key) } }
        defer { inode.content.state.withLock { $0.isLeaving = false } }
        try await storeCall(.name) { () async throws(StoreError) in try await self.store.delete(key, ifMatches: nil) }
        namespace.locked { state in namespace.detach(inode, isOurs: true, &state) }
        local.attributes.forget(key)
        reader.forget(key)
    }

    /// A directory lasts until rmdir: one that has no marker gets one before its last key goes.
    ///
    /// No request where a marker or another entry is known; else at most one LIST and one PUT.
    func keepDirectory(_ directory: Inode, without key: ObjectKey) async throws(FileSystemError) {
        var place = directory
        while place.isContinuation, let parent = namespace.locked({ _ in place.parent }) { place = parent }
        let kept = place
        let isSafe = namespace.locked { _ in kept.parent == nil || kept.directory?.hasMarker == true }
        if isSafe { return }
        let hasOthers = try await storeCall(.name) { () async throws(StoreError) in
            try await self.loader.hasOthers(in: kept, except: key, isLookedUp: true)
        }
        if hasOthers { return }
        let (marker, attributes) = (namespace.locked { _ in kept.key }, attributesToStore(kept))
        if let stored = try await putMarker(marker, attributes, except: key) {
            noteStored(kept, marker, stored, attributes)
        }
    }

    /// Stores a directory's marker, where neither that nor any other key of the directory is.
    ///
    /// One PUT that replaces nothing. There are servers that hold a prefix for an object while a key is below it, or
    /// was a moment ago (SeaweedFS): where the PUT is refused and neither a LIST nor a HEAD shows anything, there
    /// is nothing to replace.
    ///
    /// - Parameter except: a key that does not count, nor what is below it.
    /// - Returns: nil when the directory is there.
    func putMarker(
        _ marker: ObjectKey, _ attributes: ObjectAttributes, except: ObjectKey?
    ) async throws(FileSystemError) -> StoredObject? {
        do throws(StoreError) {
            return try await store.put(marker, MemorySource([]), attributes: attributes, if: .absent)
        } catch {
            guard error.reason == .preconditionFailed else { throw FileSystemError(error, .name) }
        }
        return try await storeCall(.name) { () async throws(StoreError) in
            if try await self.loader.listsOthers(in: marker, except: except, markerCounts: true) { return nil }
            // In such a tree a marker would take the place of the object of the same name.
            if try await self.exists(ObjectKey(marker.bytes.dropLast())) { return nil }
            return try await self.store.put(marker, MemorySource([]), attributes: attributes, if: nil)
        }
    }

    func exists(_ key: ObjectKey) async throws(StoreError) -> Bool {
        do throws(StoreError) {
            _ = try await store.head(key)
            return true
        } catch {
            if error.reason == .notFound { return false }
            throw error
        }
    }

    package func removeDirectory(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, _ reply: Reply<DoneAnswer>
    ) {
        guard let directory = inode(parent, reply), !refusesChange(reply) else { return }
        run(reply, "rmdir") { () async throws(FileSystemError) in
            let inode = try await self.existing(name, in: directory)
            guard inode.isDirectory else { throw FileSystemError(.notDirectory) }
            let turn = await self.enter(inode)
            defer { self.leave(inode, turn) }
            try self.checkStill(inode, name, directory)
            try await self.removeEmpty(inode, in: directory)
            self.namespace.locked { state in self.namespace.detach(inode, isOurs: true, &state) }
            reply.done()
        }
    }

    /// Removes an empty directory's marker.
    ///
    /// One DELETE, and one LIST where its entries are not known.
    func removeEmpty(_ inode: Inode, in directory: Inode) async throws(FileSystemError) {
        let key = try await requireEmpty(inode)
        if inode.isContinuation { return }
        try await keepDirectory(directory, without: key)
        try await storeCall(.name) { () async throws(StoreError) in try await self.store.delete(key, ifMatches: nil) }
        local.attributes.forget(key)
    }

    /// Checks that a directory has nothing but its marker.
    ///
    /// One LIST where its entries are not known.
    ///
    /// - Returns: its marker's key.
    @discardableResult
    func requireEmpty(_ inode: Inode) async throws(FileSystemError) -> ObjectKey {
        let (key, isEmptyHere) = namespace.locked { _ in (inode.key, inode.directory?.children.isEmpty ?? true) }
        let hasOthers = try await storeCall(.name) { () async throws(StoreError) in
            try await self.loader.hasOthers(in: inode, except: nil)
        }
        let isEmpty =
            isEmptyHere
            || namespace.locked { _ in
                inode.directory?.children.values.allSatisfy { $0.isPublished && !$0.isKept } ?? true
            }
        guard !hasOthers, isEmpty else { throw FileSystemError(.directoryNotEmpty) }
        // Files that were removed from it and are open still would keep the directory alive in the bucket.
        let orphans = namespace.locked { state in state.pendingDeletes.keys.filter { $0.hasPrefix(key) } }
        for key in orphans {
            guard let orphan = await releaseOrphan(at: key) else { continue }
            do throws(StoreError) { try await store.delete(key, ifMatches: orphan.etag) } catch {
                switch error.reason {
                case .notFound: continue
                // Another client's object has the key by now.
                case .preconditionFailed: throw FileSystemError(.directoryNotEmpty)
                default:
                    takeBack(orphan)
                    throw FileSystemError(error, .name)
                }
            }
        }
        return key
    }

    /// The inode of a name that must exist, and that the kernel has looked up in the same call.
    func existing(_ name: EntryName, in directory: Inode) async throws(FileSystemError) -> Inode {
        let found = try await storeCall(.name) { () async throws(StoreError) in
            try await self.loader.resolve(name, in: directory, isLookedUp: true)
        }
        guard let found else { throw FileSystemError(.noSuchFileOrDirectory) }
        return found
    }

    /// Checks, with an inode's gate held, that the name was not given to another while waiting for it.
    func checkStill(_ inode: Inode, _ name: EntryName, _ directory: Inode) throws(FileSystemError) {
        let isStill = namespace.locked { _ in directory.directory?.children[name] === inode }
        if !isStill { throw FileSystemError(.noSuchFileOrDirectory) }
    }
}
