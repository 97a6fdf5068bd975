package import FUSE
import LocalStore
import Logging
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func flush(_ context: RequestContext, _ id: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>) {
        guard let file = handles.file(handle) else { return reply.done() }
        guard file.isWritable, needsPublish(file.inode) else { return reply.done() }
        // A child that ends, or closes what it has inherited: who opened the file closes it later.
        if file.opener.hasOpen(file.inode.id, beside: context.process) { return reply.done() }
        publish(file.inode, reply, "flush")
    }

    package func synchronize(
        _ context: RequestContext, _ id: InodeID, _ handle: HandleID, dataOnly: Bool, _ reply: Reply<DoneAnswer>
    ) {
        guard let inode = inode(id, reply) else { return }
        guard needsPublish(inode) else { return reply.done() }
        publish(inode, reply, "fsync")
    }

    private func publish(_ inode: Inode, _ reply: Reply<DoneAnswer>, _ name: StaticString) {
        run(reply, name, isCancellable: true) { () async throws(FileSystemError) in
            try await self.publish(inode)
            reply.done()
        }
    }

    package func release(_ context: RequestContext, _ id: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>) {
        closed(handle)
        reply.done()
    }

    /// A handle is gone; with the last one what is open ends.
    func closed(_ handle: HandleID) {
        if let inode = end(handle) { Task { await self.settle(inode) } }
    }

    /// Lets a handle go.
    ///
    /// - Returns: its inode, where this was the last one and something is left to be done: `settle`.
    func end(_ handle: HandleID) -> Inode? {
        guard let file = handles.removeFile(handle) else { return nil }
        file.state.withLock { $0.cursor }?.close()
        uncount(file)
        let isLast = file.inode.content.state.withLock { state in
            state.openCount -= 1
            if file.isWritable { state.writerCount -= 1 }
            return state.isUnsettled
        }
        return isLast ? file.inode : nil
    }

    /// Ends what is left of a file that nobody has open: what failed, or came too late, for the last close to do it.
    func settleIfClosed(_ inode: Inode) {
        if inode.content.state.withLock({ $0.isUnsettled }) { Task { await settle(inode) } }
    }

    /// Whether something of the file is not in the bucket, or could not be brought there.
    func needsPublish(_ inode: Inode) -> Bool {
        inode.content.state.withLock { state in
            guard let staged = state.staged else { return false }
            return staged.isDirty || state.hasAttributeChanges || state.conflict != nil || state.publishing != nil
        }
    }

    /// Brings a file's content into the bucket and returns when it is there.
    ///
    /// One PUT, or a multipart upload.
    ///
    /// Callers at the same time share one publish: one that begins after this is called has all that the caller wrote.
    /// What others write meanwhile is not waited for, lest a file that is always written to is never stored. A caller that
    /// is cancelled leaves the publish running.
    func publish(_ inode: Inode) async throws(FileSystemError) {
        // The one under way may have begun before; the one after it has not.
        for _ in 0..<2 {
            guard needsPublish(inode) else { return }
            if let conflict = inode.content.state.withLock({ $0.conflict }) { throw conflict }
            let (publish, isOurs) = inode.content.state.withLock { state in
                if let publish = state.publishing { return (publish, false) }
                let publish = SharedResult<Void, FileSystemError>()
                state.publishing = publish
                return (publish, true)
            }
            if isOurs { Task { publish.resolve(await self.publishOnce(inode)) } }
            guard let outcome = await publish.outcome() else { throw FileSystemError(.interrupted) }
            try outcome.get()
            if isOurs { return }
        }
    }

    private func publishOnce(_ inode: Inode) async -> Result<Void, FileSystemError> {
        let turn = await enter(inode)
        defer {
            inode.content.state.withLock { $0.publishing = nil }
            leave(inode, turn)
        }
        do throws(FileSystemError) {
            try await publishLocked(inode)
            return .success(())
        } catch { return .failure(error) }
    }

    /// Publishes.
    ///
    /// Call with the inode's gate held.
    func publishLocked(_ inode: Inode) async throws(FileSystemError) {
        guard let staged = inode.content.staged else { return }
        // What is written to a removed file is never published.
        let (key, isDetached) = namespace.locked { _ in (inode.key, inode.isDetached) }
        if isDetached { return }
        guard staged.isDirty || inode.content.state.withLock({ $0.hasAttributeChanges }) else { return }
        inode.content.state.withLock { $0.isBeingStored = true }
        defer { inode.content.state.withLock { $0.isBeingStored = false } }
        if try await reconcile(inode, staged) {
            guard staged.isDirty || inode.content.state.withLock({ $0.hasAttributeChanges }) else { return }
        }
        if !staged.isDirty, namespace.locked({ _ in inode.isPublished }) { return try await storeAttributes(inode) }
        let orphan = await releaseOrphan(at: key)
        let attributes = attributesToStore(inode)
        var precondition = inode.content.state.withLock { state in
            state.hasAttributeChanges = false
            return state.precondition
        }
        if let orphan, let replaced = orphan.etag, precondition == .absent { precondition = .matches(replaced) }
        if configuration.overwritesConflicts { precondition = nil }
        do throws(StoreError) {
            let stored = try await staged.publish(to: key, attributes: attributes, if: precondition)
            // Not `staged.size`: it may be written to again.
            published(inode, key, staged.base?.size ?? staged.size, stored, attributes)
        } catch {
            inode.content.state.withLock { $0.hasAttributeChanges = true }
            guard error.reason == .preconditionFailed else {
                takeBack(orphan)
                throw FileSystemError(error, .inode)
            }
            throw conflict(inode, staged, precondition, error)
        }
    }

    /// Notes that the bucket has the content now.
    func published(
        _ inode: Inode, _ key: ObjectKey, _ size: Int64, _ stored: StoredObject, _ attributes: ObjectAttributes
    ) {
        local.attributes.record(key, etag: stored.etag, lastModified: stored.lastModified, attributes)
        reader.forget(key)
        namespace.locked { state in
            let previous = inode.etag
            state.sequence += 1
            inode.changeSequence = state.sequence
            inode.etag = stored.etag
            inode.versionID = stored.versionID
            inode.size = size
            inode.isPublished = true
            inode.attributes = attributes
            inode.lastModified = stored.lastModified.map { FileTime($0) } ?? .now
            inode.expiry = namespace.nextExpiry
            inode.content.state.withLock { content in
                content.precondition = .matches(stored.etag)
                if let modified = content.modified { inode.stored.modified = modified }
                if content.kernelPages == previous { content.kernelPages = stored.etag }
                let version = OpenedVersion(etag: stored.etag, size: size, modified: inode.lastModified)
                for (number, use) in content.uses where !use.isApart && use.version?.etag == previous {
                    content.uses[number]?.version = version
                }
            }
        }
    }

    /// Another client changed the object meanwhile: our bytes become a conflict copy, and the name is looked up anew.
    private func conflict(
        _ inode: Inode, _ staged: StagedFile, _ precondition: Precondition?, _ error: StoreError
    ) -> FileSystemError {
        let name = namespace.locked { _ in inode.name.description }
        let kept = keepCopy(of: staged, name)
        let result = FileSystemError(
            precondition == .absent ? .fileExists : .staleNFSFileHandle,
            "\(name) was changed by another client; what was written here is \(kept) (\(error.detail))")
        log.error("lost update refused", metadata: ["why": "\(result.detail)"])
        inode.content.state.withLock { $0.conflict = result }
        namespace.locked { state in
            // The name now stands for the other client's object.
            let parent = inode.parent
            namespace.detach(inode, isOurs: false, &state)
            parent?.directory?.completeUntil = nil
        }
        notifier.withLock { $0 }?.invalidate(
            inode: namespace.locked { _ in inode.kernelID }, offset: -1, length: 0)
        return result
    }

    /// Ends what the last close left: a publish, or the removal of a file that was unlinked while open.
    ///
    /// - Returns: what could not be published, for the log of the end.
    @discardableResult
    func settle(_ inode: Inode) async -> String? {
        var failure: String?
        var isPending = false
        if !namespace.locked({ _ in inode.isDetached }), needsPublish(inode) {
            do throws(FileSystemError) { try await publish(inode) } catch {
                // What nobody was told of as a failure is tried again.
                isPending = inode.content.state.withLock { $0.isPending && $0.conflict == nil } && error.isTransient
                failure = isPending ? stillPending(inode, error) : keepUnpublished(inode, error)
            }
        }
        let turn = await enter(inode)
        // What was written to a removed file is never stored.
        let isGone = namespace.locked { _ in inode.isDetached }
        let (key, ended) = inode.content.state.withLock { [isPending] state -> (ObjectKey?, StagedFile?) in
            guard !state.isHeld, !isPending else { return (nil, nil) }
            var ended: StagedFile?
            // What an open that has not ended yet has cut stays.
            if isGone || state.staged?.isDirty != true || failure != nil || state.conflict != nil {
                swap(&state.staged, &ended)
                state.modified = nil
                state.isPending = false
                state.left = nil
            }
            defer { state.pendingDelete = nil }
            return (state.pendingDelete, ended)
        }
        // Let go after unlocking: it removes its local file, and the disk may take long over a large one.
        _ = consume ended
        if let key { await removeOrphan(inode, at: key) }
        leave(inode, turn)
        return failure
    }

    /// The last close could not publish, and nobody is left to hear of it: the bytes stay as a conflict copy.
    private func keepUnpublished(_ inode: Inode, _ error: FileSystemError) -> String? {
        guard let staged = inode.content.staged, inode.content.state.withLock({ $0.conflict }) == nil else {
            return nil
        }
        let name = namespace.locked { _ in inode.name.description }
        let failure = "\(name): \(error.detail); \(keepCopy(of: staged, name))"
        log.error("not published", metadata: ["why": "\(failure)"])
        namespace.locked { state in
            inode.isPublished ? (inode.expiry = .now) : namespace.detach(inode, isOurs: false, &state)
        }
        return failure
    }

    /// Keeps what was written here and cannot go to the bucket: as a conflict copy, or else for the next mount.
    ///
    /// - Returns: where, and whether it is all of the file, for the log.
    func keepCopy(of staged: StagedFile, _ name: String) -> String {
        do throws(WriteError) {
            let copy = try staged.keepConflictCopy(name: name)
            // What was never fetched of a version that is gone, or cannot be reached, cannot be had now.
            let holes = staged.isWhole ? "" : ", with zeros where only the bucket had the bytes"
            let doubt = copy.trouble.map { ", and may not be on the disk as it was written (\($0.detail))" } ?? ""
            return "kept as \(copy.path)" + holes + doubt
        } catch {
            let why = FileSystemError(writing: error).detail
            // Else it went with the last who refers to it.
            guard staged.leave() else { return "could not be kept: \(why)" }
            return "left as \(staged.file.path) to the next mount, since no conflict copy can be made: \(why)"
        }
    }
}
