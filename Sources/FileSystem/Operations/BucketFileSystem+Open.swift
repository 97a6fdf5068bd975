package import FUSE
import LocalStore
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func open(_ context: RequestContext, _ id: InodeID, flags: Int32, _ reply: Reply<OpenAnswer>) {
        guard let inode = inode(id, reply) else { return }
        let handle = FileHandle(inode, number: id, flags: flags, opener: context.process)
        if handle.isWritable, refusesChange(reply) { return }
        // The name stands for another object by now: open(2) looks it up again upon this.
        if inode.content.state.withLock({ $0.conflict != nil }) { return reply.fail(.staleNFSFileHandle) }
        // Before anything is changed: who writes cannot be beside somebody who is read by the kernel.
        if handle.isWritable, !count(handle) { return openElsewhere(handle, reply) }
        let truncates = flags & OpenFlags.truncate != 0
        let answer: @Sendable (OpenedFile) -> Void = { file in
            if !reply.send(file) { self.closed(file.handle) }
        }
        if !truncates, inode.content.staged != nil {
            // What was written here and is open still is the file.
            guard let file = register(handle) else { return openElsewhere(handle, reply) }
            return answer(file)
        }
        guard inode.content.beginOpening() else {
            uncount(handle)
            return run(reply, "open") { () async throws(FileSystemError) in
                await inode.content.gate.run {}
                self.open(context, id, flags: flags, reply)
            }
        }
        if !handle.isWritable { prefetch(after: inode) }
        // With O_TRUNC too: nothing that waits comes after the cut.
        run(reply, "open", isCancellable: true) { () async throws(FileSystemError) in
            defer { if inode.content.endOpening() { Task { await self.settle(inode) } } }
            do throws(FileSystemError) {
                if !self.takeOver(handle, from: context.process) {
                    if !truncates {
                        try await self.pinVersion(inode, handle)
                    } else if inode.content.staged == nil {
                        try await self.confirm(inode)
                    }
                }
                // Before anything is changed: the version that the bucket has may have another number by now.
                guard self.isAtItsNumber(handle) else {
                    return self.openElsewhere(handle, reply, confirmedFor: context.process)
                }
                if truncates { try await self.cut(inode, for: context) }
            } catch {
                self.uncount(handle)
                throw error
            }
            let passthrough = await self.passthroughFile(for: handle)
            guard let file = self.register(handle, passthrough) else {
                return self.openElsewhere(handle, reply, confirmedFor: context.process)
            }
            answer(file)
        }
    }

    /// Counts the handle and decides what the kernel may keep of the file's pages.
    ///
    /// - Parameter passthrough: what the kernel may read instead of asking.
    /// - Returns: nil when the kernel's inode is in use in a way that the handle cannot share: `openElsewhere`.
    func register(_ handle: FileHandle, _ passthrough: PassthroughFile? = nil) -> OpenedFile? {
        let inode = handle.inode
        // At once, lest the file gets another number in between.
        let (version, isCurrent, isShared) = namespace.locked { _ -> (OpenedVersion, Bool, Bool) in
            let opened = self.version(of: handle)
            let isShared = self.count(handle, passthrough, opened.etag) && self.share(handle, opened)
            return (opened, inode.kernelID == handle.number, isShared)
        }
        guard isShared else { return nil }
        let etag = version.etag
        handle.state.withLock { $0.etag = etag }
        if let passthrough = handle.state.withLock({ $0.passthrough }) {
            inode.content.state.withLock { $0.openCount += 1 }
            return OpenedFile(handle: handles.insert(handle), noFlush: true, backing: passthrough.backing)
        }
        let keepCache = inode.content.state.withLock { state in
            state.openCount += 1
            if handle.isWritable { state.writerCount += 1 }
            if handle.isForChanges { state.isChangedInPlace = true }
            let isOurs = state.staged != nil
            let keep = isCurrent && (isOurs || (state.kernelPages != nil && state.kernelPages == etag))
            // What is there goes, but not before the kernel has this answer: `notePages`.
            if isCurrent, !keep { state.kernelPages = nil }
            return keep
        }
        let isReadPast = isReadPast(handle, size: version.size)
        if isReadPast { handle.isReadPast.store(true, ordering: .relaxed) }
        return OpenedFile(
            handle: handles.insert(handle), directIO: isReadPast, keepCache: keepCache, noFlush: !handle.isWritable)
    }

    /// Notes that the kernel has pages of the version that a handle reads: that of all who have opened its inode.
    ///
    /// Called when the handle is used: until its open is done the kernel may have others.
    func notePages(_ handle: FileHandle) {
        guard !handle.hasPages.exchange(true, ordering: .relaxed) else { return }
        let isCurrent = namespace.locked { _ in handle.inode.kernelID == handle.number }
        let etag = handle.state.withLock { $0.etag }
        if isCurrent { handle.inode.content.state.withLock { if $0.kernelPages == nil { $0.kernelPages = etag } } }
    }

    /// Confirms the version that a handle reads, until what has begun to be read is what the kernel has been told of.
    private func pinVersion(_ inode: Inode, _ handle: FileHandle) async throws(FileSystemError) {
        for _ in 0..<8 {
            try await confirmVersion(inode, handle)
            guard let cursor = handle.state.withLock({ $0.cursor }) else { return }
            if namespace.locked({ _ in inode.etag == cursor.version.etag }) { return }
            handle.state.withLock { $0.cursor = nil }
            cursor.close()
        }
        throw FileSystemError(.staleNFSFileHandle, "the object changes faster than it can be opened")
    }

    /// Makes sure that the file is opened in the version that the bucket has now.
    ///
    /// The first GET does it where nothing of the file is here: no request more than reading costs. One HEAD where
    /// bytes of it are, where it is empty, and before it is written to.
    private func confirmVersion(_ inode: Inode, _ handle: FileHandle) async throws(FileSystemError) {
        for _ in 0..<8 {
            let facts = namespace.locked { _ in
                (
                    key: inode.key, etag: inode.etag, size: inode.size, versionID: inode.versionID,
                    isDetached: inode.isDetached, number: inode.kernelID
                )
            }
            // What was brought here when the object was replaced, or stays in the bucket although it was removed.
            if inode.content.staged(at: handle.number) != nil { return }
            if facts.isDetached {
                if inode.content.state.withLock({ $0.openCount > 0 || $0.pendingDelete != nil }) { return }
                throw FileSystemError(.staleNFSFileHandle)
            }
            let version = reader.version(facts.key, etag: facts.etag, versionID: nil, size: facts.size)
            if !handle.isWritable, version.takeConfirmation(atMost: configuration.metadataTTL) {
                handle.state.withLock { $0.cursor = version.cursor() }
                return
            }
            let hasPages = inode.content.state.withLock { $0.kernelPages != nil }
            if handle.isWritable || facts.size == 0 || version.hasCachedContent || hasPages {
                return try await confirm(inode)
            }
            let moment = namespace.locked { state in state.beginRequest() }
            // The cursor keeps what begins to arrive.
            let cursor = version.cursor()
            do throws(StoreError) {
                let metadata = try await Self.begin(version)
                namespace.locked { state in
                    namespace.learn(inode, metadata, moment: moment, &state)
                    if inode.answeredAt <= moment { inode.expiry = namespace.nextExpiry }
                }
                handle.state.withLock { $0.cursor = cursor }
                return
            } catch {
                cursor.close()
                guard
                    error.reason == .preconditionFailed || error.reason == .notFound
                        || error.reason == .rangeUnsatisfiable
                else { throw FileSystemError(error, .inode) }
                reader.forget(facts.key)
                try await ask(for: inode)
                tellOfChange(facts.number)
            }
        }
        throw FileSystemError(.staleNFSFileHandle, "the object changes faster than it can be opened")
    }

    /// Fetches the files that are likely to be opened after this one.
    ///
    /// One GET for each, when files have been opened in the order of their names.
    private func prefetch(after inode: Inode) {
        let (next, moment) = namespace.locked { state in (namespace.likelyNext(after: inode), state.beginRequest()) }
        for candidate in next {
            let facts = namespace.locked { _ in (key: candidate.key, etag: candidate.etag, size: candidate.size) }
            reader.prefetch(reader.version(facts.key, etag: facts.etag, size: facts.size)) { metadata in
                self.namespace.locked { state in
                    self.namespace.learn(candidate, metadata, moment: moment, &state)
                }
            }
        }
    }

    /// Sends the first GET of a version and waits for its head.
    private static func begin(_ version: ObjectVersion) async throws(StoreError) -> ObjectMetadata {
        let head = SharedResult<ObjectMetadata, StoreError>()
        version.begin { head.resolve($0) }
        // Who is interrupted does not wait for a server that says nothing.
        guard let outcome = await head.outcome() else { throw StoreError(.cancelled) }
        return try outcome.get()
    }

    /// Asks which version the bucket has now, before it is replaced: a change after this is a conflict.
    ///
    /// One HEAD.
    func confirm(_ inode: Inode) async throws(FileSystemError) {
        let (key, etag, number) = namespace.locked { _ in (inode.key, inode.etag, inode.kernelID) }
        try await ask(for: inode)
        if namespace.locked({ _ in inode.isDetached }) { throw FileSystemError(.staleNFSFileHandle) }
        guard namespace.locked({ _ in inode.etag != etag }) else { return }
        reader.forget(key)
        tellOfChange(number)
    }

    /// Asks for a file's metadata, under its new key where it is renamed meanwhile.
    ///
    /// One HEAD, and one more for each rename.
    private func ask(for inode: Inode) async throws(FileSystemError) {
        while true {
            let key = namespace.locked { _ in inode.key }
            do throws(StoreError) {
                _ = try await loader.confirm(inode)
                return
            } catch {
                let isMoved = namespace.locked { _ in !inode.isDetached && inode.key != key }
                guard error.reason == .notFound, isMoved else { throw FileSystemError(error, .inode) }
            }
        }
    }

    /// Has the kernel ask for the attributes of a number again that another client's object has replaced: a name may lead
    /// to it still.
    ///
    /// Not for its pages: who has them open goes on with them. Dropping them from here would wait for reads under way,
    /// which may wait for the thread that this runs on.
    func tellOfChange(_ number: InodeID) {
        notifier.withLock { $0 }?.invalidate(inode: number, offset: -1, length: 0)
    }
}
