package import FUSE
import LocalStore
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func create(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, flags: Int32,
        _ reply: Reply<CreateAnswer>
    ) {
        guard let directory = inode(parent, reply), !refusesChange(reply) else { return }
        run(reply, "create") { () async throws(FileSystemError) in
            let existing = try await self.storeCall(.name) { () async throws(StoreError) in
                try await self.loader.resolve(name, in: directory, isLookedUp: true)
            }
            guard let existing else {
                let made = try self.makeFile(name, in: directory, mode, flags, context)
                return try self.answer(
                    reply, FileHandle(made, number: made.id, flags: flags, opener: context.process, isNew: true))
            }
            guard flags & OpenFlags.exclusive == 0 else { throw FileSystemError(.fileExists) }
            guard existing.isRegular else {
                throw FileSystemError(existing.isDirectory ? .isDirectory : .fileExists)
            }
            guard existing.content.beginOpening() else {
                await existing.content.gate.run {}
                return self.create(context, parent, name, mode: mode, flags: flags, reply)
            }
            defer { if existing.content.endOpening() { Task { await self.settle(existing) } } }
            try self.answer(reply, try await self.openExisting(existing, flags, context))
        }
    }

    /// Opens a file that was to be made: another client has made it, and the kernel has not heard of it.
    private func openExisting(
        _ inode: Inode, _ flags: Int32, _ context: RequestContext
    ) async throws(FileSystemError) -> FileHandle {
        var handle = openInPlace(inode, flags, opener: context.process)
        do throws(FileSystemError) {
            if inode.content.staged == nil { try await confirm(inode) }
            if !isAtItsNumber(handle) {
                uncount(handle)
                handle = openInPlace(inode, flags, opener: context.process)
            }
            if flags & OpenFlags.truncate != 0 { try await cut(inode, for: context) }
        } catch {
            uncount(handle)
            throw error
        }
        return handle
    }

    private func answer(_ reply: Reply<CreateAnswer>, _ handle: FileHandle) throws(FileSystemError) {
        guard let file = register(handle) else {
            // The kernel asks once more, and the file has another number then.
            uncount(handle)
            throw FileSystemError(.staleNFSFileHandle)
        }
        let entry = namespace.locked { namespace.entry(handle.inode, as: handle.number, &$0) }
        if !reply.send(entry, file) {
            namespace.forget([ForgottenInode(inode: entry.inode, count: 1)])
            closed(file.handle)
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
        aim(inode)
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
