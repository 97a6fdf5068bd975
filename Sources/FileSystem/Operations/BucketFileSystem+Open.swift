package import FUSE
import LocalStore
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func open(_ context: RequestContext, _ id: InodeID, flags: Int32, _ reply: Reply<OpenAnswer>) {
        guard let inode = inode(id, reply) else { return }
        let handle = FileHandle(inode, number: id, flags: flags)
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
        if !handle.isWritable { prefetch(after: inode) }
        run(reply, "open", isCancellable: !truncates) { () async throws(FileSystemError) in
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
            if facts.isDetached {
                if inode.content.isOpen { return }
                throw FileSystemError(.staleNFSFileHandle)
            }
            let version = reader.version(facts.key, etag: facts.etag, versionID: nil, size: facts.size)
            if !handle.isWritable, version.takeConfirmation() {
                handle.state.withLock { $0.cursor = version.cursor() }
                return
            }
            let hasPages = inode.content.state.withLock { $0.kernelPages != nil }
            if handle.isWritable || facts.size == 0 || version.hasCachedContent || hasPages {
                return try await confirm(inode)
            }
            let moment = namespace.locked { state in state.sequence }
            // The cursor keeps what begins to arrive.
            let cursor = version.cursor()
            do throws(StoreError) {
                let metadata = try await Self.begin(version)
                namespace.locked { state in
                    namespace.learn(inode, metadata, moment: moment, &state)
                    inode.expiry = namespace.nextExpiry
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
        let (next, moment) = namespace.locked { state in (namespace.likelyNext(after: inode), state.sequence) }
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
        let result: Result<ObjectMetadata, StoreError> = await withCheckedContinuation { continuation in
            version.begin { continuation.resume(returning: $0) }
        }
        return try result.get()
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
    private func tellOfChange(_ number: InodeID) {
        notifier.withLock { $0 }?.invalidate(inode: number, offset: -1, length: 0)
    }

    package func create(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, flags: Int32,
        _ reply: Reply<CreateAnswer>
    ) {
        guard let directory = inode(parent, reply), !refusesChange(reply) else { return }
        run(reply, "create") { () async throws(FileSystemError) in
            let existing = try await self.storeCall(.name) { () async throws(StoreError) in
                try await self.loader.resolve(name, in: directory, isLookedUp: true)
            }
            let handle: FileHandle
            if let existing {
                guard flags & OpenFlags.exclusive == 0 else { throw FileSystemError(.fileExists) }
                guard existing.isRegular else {
                    throw FileSystemError(existing.isDirectory ? .isDirectory : .fileExists)
                }
                var opened = self.openInPlace(existing, flags)
                if flags & OpenFlags.truncate != 0 {
                    do throws(FileSystemError) {
                        if existing.content.staged == nil { try await self.confirm(existing) }
                        if !self.isAtItsNumber(opened) {
                            self.uncount(opened)
                            opened = self.openInPlace(existing, flags)
                        }
                        try await self.cut(existing, for: context)
                    } catch {
                        self.uncount(opened)
                        throw error
                    }
                }
                handle = opened
            } else {
                let made = try self.makeFile(name, in: directory, mode, flags, context)
                handle = FileHandle(made, number: made.id, flags: flags, isNew: true)
            }
            guard let file = self.register(handle) else {
                // The kernel asks once more, and the file has another number then.
                self.uncount(handle)
                throw FileSystemError(.staleNFSFileHandle)
            }
            let entry = self.namespace.locked { self.namespace.entry(handle.inode, as: handle.number, &$0) }
            if !reply.send(entry, file) {
                self.namespace.forget([ForgottenInode(inode: entry.inode, count: 1)])
                self.closed(file.handle)
            }
        }
    }

    /// O_TRUNC: takes all bytes away, and what the next ones must not have.
    ///
    /// For every other change of bytes the kernel clears these bits by itself, in a setattr of its own.
    func cut(_ inode: Inode, for context: RequestContext) async throws(FileSystemError) {
        try await truncate(inode, to: 0)
        // Root alone may keep them, as elsewhere.
        guard context.user != 0 else { return }
        namespace.locked { _ in
            guard let mode = inode.stored.mode, let kept = mode.withoutPrivileges else { return }
            inode.stored.mode = kept
            inode.content.state.withLock { $0.hasAttributeChanges = true }
        }
    }

    /// Makes a file that only we have yet.
    ///
    /// No request: it comes to the bucket when it is closed or synchronised.
    private func makeFile(
        _ name: EntryName, in directory: Inode, _ mode: FileMode, _ flags: Int32, _ context: RequestContext
    ) throws(FileSystemError) -> Inode {
        let staged: StagedFile
        do throws(WriteError) { staged = try StagedFile(staging: local.staging, base: nil, store: store) } catch {
            throw FileSystemError(writing: error)
        }
        let mode = FileMode(rawValue: FileMode.regular | mode.permissions)
        let inode: Inode = try makeInode(name, in: directory, mode, context) { inode in
            inode.content.state.withLock { content in
                content.staged = staged
                content.modified = .now
                // Opened to replace whatever is there, it may; else a file that appears meanwhile is not overwritten.
                let replaces = flags & OpenFlags.truncate != 0 && flags & OpenFlags.exclusive == 0
                content.precondition = replaces ? nil : .absent
                content.hasAttributeChanges = true
            }
        }
        return inode
    }

    /// Makes an inode with a free name, owned by who asks.
    ///
    /// In a set-group-ID directory it gets the directory's group, and a directory that bit too. Valid names only; no
    /// request.
    ///
    /// - Throws: `EINVAL` for a name that no key can have, `ENAMETOOLONG`, `EEXIST`, `ENOENT` in a directory that is gone.
    func makeInode(
        _ name: EntryName, in directory: Inode, _ mode: FileMode, _ context: RequestContext, _ body: (Inode) -> Void
    ) throws(FileSystemError) -> Inode {
        let isDirectory = mode.kind == FileMode.directory
        let keyPart = try newKeyPart(name, in: directory, isDirectory: isDirectory)
        let made: Inode? = namespace.locked { state in
            guard directory.directory?.children[name] == nil, !directory.isDetached else { return nil }
            state.sequence += 1
            let inode = namespace.insert(name, keyPart: keyPart, kind: mode.kind, in: directory, &state)
            inode.changeSequence = state.sequence
            inode.isPublished = false
            let inherits = namespace.permissions(of: directory) & 0o2000 != 0
            inode.stored.mode = FileMode(rawValue: mode.rawValue | (inherits && isDirectory ? 0o2000 : 0))
            inode.stored.user = context.user
            inode.stored.group = inherits ? namespace.group(of: directory) : context.group
            directory.directory?.removed[name] = nil
            directory.directory?.touched = .now
            body(inode)
            return inode
        }
        guard let made else {
            throw FileSystemError(
                namespace.locked({ _ in directory.isDetached }) ? .noSuchFileOrDirectory : .fileExists)
        }
        return made
    }

    /// What a new name adds to the key, if it can be one.
    func newKeyPart(_ name: EntryName, in directory: Inode, isDirectory: Bool) throws(FileSystemError) -> [UInt8] {
        guard name.bytes.count <= EntryName.maximumLength else { throw FileSystemError(.fileNameTooLong) }
        let (part, length, isConflict) = namespace.locked { _ in
            let part = namespace.keyPart(name, isDirectory: isDirectory, in: directory)
            let isShadow: Bool = if case .component(_, let shadow) = KeyMapping.part(name) { shadow } else { false }
            // An object is shown as a shadow only beside a directory of its name.
            let plain: EntryName? =
                if let part, case .name(let name) = KeyMapping.place(part.bytes) { name } else { nil }
            let hasDirectory = plain.flatMap { directory.directory?.children[$0]?.isDirectory } ?? false
            return (part, directory.key.bytes.count, isShadow && !hasDirectory)
        }
        guard let part, !part.isContinuation, !isConflict else {
            throw FileSystemError(.invalidArgument, "the name \(name) is an escape that stands for no key here")
        }
        guard length + part.bytes.count <= ObjectKey.maximumLength else { throw FileSystemError(.fileNameTooLong) }
        return part.bytes
    }
}
