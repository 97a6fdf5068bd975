package import FUSE
import LocalStore
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func setAttributes(
        _ context: RequestContext, _ id: InodeID, _ changes: AttributeChanges, _ handle: HandleID?,
        _ reply: Reply<AttributesAnswer>
    ) {
        guard let inode = inode(id, reply), !refusesChange(reply) else { return }
        if changes.size != nil, !inode.isRegular {
            return reply.fail(inode.isDirectory ? .isDirectory : .invalidArgument)
        }
        if isOpenElsewhere(inode, at: id) { return reply.fail(.staleNFSFileHandle) }
        run(reply, "setattr") { () async throws(FileSystemError) in
            if let size = changes.size {
                do throws(FileSystemError) {
                    try await self.resize(inode, at: id, to: size, isByPath: handle == nil)
                } catch {
                    self.endResizing(inode, at: id)
                    throw error
                }
            }
            if Self.changesMetadata(changes) {
                try await self.change(inode) { Self.apply(changes, to: &$0, inode) }
                self.tellOthers(of: inode, than: id)
            }
            let attributes = self.namespace.locked { _ in self.namespace.attributes(of: inode, as: id) }
            reply.send(attributes, timeout: self.timeout(of: inode))
        }
    }

    /// Whether a number stands for another version than the bucket's, in which it is open.
    ///
    /// The kernel takes an answer's size for its inode's: such a one keeps its own, and the object that has its name now
    /// is not its to change. Upon ESTALE the kernel looks the name up again, where there is one.
    private func isOpenElsewhere(_ inode: Inode, at number: InodeID) -> Bool {
        namespace.locked { _ in inode.contentIfUsed?.otherVersion(than: inode.etag, at: number) != nil }
    }

    /// truncate(2) and ftruncate(2).
    private func resize(
        _ inode: Inode, at number: InodeID, to size: Int64, isByPath: Bool
    ) async throws(FileSystemError) {
        // No open has done it for this call.
        if isByPath, inode.content.staged == nil {
            try await confirm(inode)
            if isOpenElsewhere(inode, at: number) { throw FileSystemError(.staleNFSFileHandle) }
        }
        try await truncate(inode, to: size)
        // truncate(2) has no close to publish at. Nor is there one to come where a writer is open that was closed
        // already, of which the kernel has not told yet.
        guard isByPath || inode.content.state.withLock({ $0.writerCount == 0 }) else { return }
        try await publish(inode)
        if !inode.content.isOpen { await settle(inode) }
    }

    /// Ends what a change of the size that failed has left: there need be no close to come that does it.
    ///
    /// The kernel, which takes the change for not made, asks for the size again then.
    private func endResizing(_ inode: Inode, at number: InodeID) {
        Task {
            if inode.content.state.withLock({ $0.isUnsettled }) { await settle(inode) }
            tellOfChange(number)
        }
    }

    private static func changesMetadata(_ changes: AttributeChanges) -> Bool {
        changes.permissions != nil || changes.user != nil || changes.group != nil || changes.accessed != nil
            || changes.modified != nil
    }

    private static func apply(_ changes: AttributeChanges, to stored: inout StoredAttributes, _ inode: Inode) {
        let now = FileTime.now
        if let permissions = changes.permissions {
            stored.mode = FileMode(rawValue: inode.kind | (permissions & 0o7777))
        }
        if let user = changes.user { stored.user = user }
        if let group = changes.group { stored.group = group }
        if let time = changes.accessed { stored.accessed = time.value(now) }
        if let time = changes.modified {
            stored.modified = time.value(now)
            inode.directory?.touched = nil
            inode.content.state.withLock { if $0.modified != nil { $0.modified = time.value(now) } }
        }
        stored.changed = now
    }

    /// Changes what is stored of an inode beside its bytes.
    ///
    /// No request while the file is open with unpublished content: the change travels with it. Else one CopyObject of
    /// the object onto itself (one PUT for a directory's marker), and one HEAD before where its metadata is not known.
    func change(
        _ inode: Inode, _ body: @escaping @Sendable (inout StoredAttributes) -> Void
    ) async throws(FileSystemError) {
        let turn = await enter(inode)
        defer { leave(inode, turn) }
        let travels = namespace.locked { _ in
            let waits = inode.content.state.withLock { state in
                guard let staged = state.staged, state.openCount > 0 || state.isPending else { return false }
                return staged.isDirty || state.hasAttributeChanges
            }
            guard waits || inode.isDetached else { return false }
            body(&inode.stored)
            inode.content.state.withLock { $0.hasAttributeChanges = true }
            return true
        }
        if travels { return aim(inode) }
        if namespace.locked({ _ in inode.attributes == nil }) {
            try await storeCall(.inode) { () async throws(StoreError) in try await self.loader.confirm(inode) }
        }
        let before = namespace.locked { _ in
            let before = inode.stored
            body(&inode.stored)
            inode.content.state.withLock { $0.isBeingStored = true }
            return before
        }
        defer { inode.content.state.withLock { $0.isBeingStored = false } }
        do throws(FileSystemError) { try await storeAttributes(inode) } catch {
            namespace.locked { _ in
                inode.stored = before
                // What answers have shown meanwhile was not taken over.
                inode.expiry = .now
            }
            throw error
        }
    }

    /// Stores an inode's attributes with its object as it is.
    ///
    /// Call with the inode's gate held.
    func storeAttributes(_ inode: Inode) async throws(FileSystemError) {
        let attributes = attributesToStore(inode)
        let (key, etag, size) = namespace.locked { _ in (inode.key, inode.etag, inode.size) }
        let travelled = inode.content.state.withLock { state in
            defer { state.hasAttributeChanges = false }
            return state.hasAttributeChanges
        }
        if inode.isDirectory, size == 0 {
            guard !inode.isContinuation, !key.bytes.isEmpty else { return }
            let stored = try await storeCall(.inode) { () async throws(StoreError) in
                try await self.store.put(key, MemorySource([]), attributes: attributes, if: nil)
            }
            return noteStored(inode, key, stored, attributes)
        }
        do throws(StoreError) {
            let stored = try await ServerSideCopy(store: store).copy(
                key, size: size, sourceMatches: etag, to: key, attributes: attributes)
            noteStored(inode, key, stored, attributes)
        } catch {
            // Those that only the caller asks for now are not tried again: it hears that they were refused.
            if travelled { inode.content.state.withLock { $0.hasAttributeChanges = true } }
            throw FileSystemError(error, .inode)
        }
    }

    /// Notes that an object has the same bytes with other attributes, or other bytes' place, as version `stored`.
    func noteStored(_ inode: Inode, _ key: ObjectKey, _ stored: StoredObject, _ attributes: ObjectAttributes?) {
        if let attributes {
            local.attributes.record(key, etag: stored.etag, lastModified: stored.lastModified, attributes)
            if inode.isDirectory {
                local.attributes.record(key, etag: Namespace.anyMarker, lastModified: nil, attributes)
            }
        }
        let previous = namespace.locked { state in
            let previous = inode.etag
            state.sequence += 1
            inode.changeSequence = state.sequence
            // What was made is told to the kernel next.
            namespace.keep(inode, &state)
            inode.etag = stored.etag
            inode.versionID = stored.versionID
            if let attributes { inode.attributes = attributes }
            if let modified = stored.lastModified { inode.lastModified = FileTime(modified) }
            inode.isPublished = true
            inode.expiry = namespace.nextExpiry
            if inode.isDirectory { inode.directory?.hasMarker = true }
            inode.content.state.withLock { content in
                if content.precondition != nil { content.precondition = .matches(stored.etag) }
                if content.kernelPages == previous { content.kernelPages = stored.etag }
                for number in content.uses.keys where content.uses[number]?.version?.etag == previous {
                    content.uses[number]?.version?.etag = stored.etag
                }
                content.staged?.relocateBase(key: key, etag: stored.etag)
            }
            return previous
        }
        relocateReaders(of: inode, from: previous, to: key, stored.etag)
        aim(inode)
    }

    /// The bytes that open handles read are under another key or tag now; not those of handles that were opened in
    /// another version.
    func relocateReaders(of inode: Inode, from previous: ETag?, to key: ObjectKey, _ etag: ETag) {
        for handle in handles.files(of: inode) {
            handle.state.withLock { state in
                guard (state.cursor?.version.etag ?? state.etag) == previous else { return }
                state.etag = etag
                state.cursor?.version.relocate(key: key, etag: etag)
            }
        }
    }

    /// What goes with the object: others' metadata as it is, ours as it is to be.
    func attributesToStore(_ inode: Inode) -> ObjectAttributes {
        namespace.locked { _ in
            var attributes = inode.attributes ?? ObjectAttributes()
            var stored = inode.stored
            let open = inode.content.state.withLock { $0.modified }
            stored.modified = open ?? stored.modified ?? (inode.isPublished ? inode.lastModified : .now)
            if let touched = inode.directory?.touched { stored.modified = max(stored.modified ?? touched, touched) }
            if stored.mode?.kind ?? 0 == 0 {
                let permissions =
                    stored.mode?.permissions ?? configuration.permissions(isDirectory: inode.isDirectory)
                stored.mode = FileMode(rawValue: inode.kind | permissions)
            }
            stored.user = stored.user ?? configuration.user
            stored.group = stored.group ?? configuration.group
            stored.write(into: &attributes.userMetadata)
            if attributes.contentType == nil {
                attributes.contentType =
                    inode.isDirectory ? "application/x-directory" : ContentType.guess(inode.name.bytes)
            }
            return attributes
        }
    }
}

extension AttributeChanges.TimeChange {
    /// The time meant, when it is `now`.
    func value(_ now: FileTime) -> FileTime {
        switch self {
        case .now: now
        case .at(let time): time
        }
    }
}
