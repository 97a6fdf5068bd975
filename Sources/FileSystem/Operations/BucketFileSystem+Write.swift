import CLinux
package import FUSE
import Glibc
import LocalStore
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func write(
        _ context: RequestContext, _ id: InodeID, _ handle: HandleID, offset: Int64, _ bytes: UnsafeRawBufferPointer,
        isWriteback: Bool, appends: Bool, _ reply: Reply<WriteAnswer>
    ) {
        guard let inode = inode(id, reply) else { return }
        // The kernel has applied O_APPEND to its own idea of the size; ours is the truth.
        if let file = handles.file(handle) { notePages(file) }
        let appends = appends && !isWriteback
        let count = bytes.count
        do throws(FileSystemError) {
            let staged = try stage(inode, by: id)
            let isDone: Bool
            do throws(WriteError) {
                isDone = appends ? try staged.append(bytes) : try staged.write(bytes, at: offset)
            } catch { throw FileSystemError(writing: error) }
            if isDone {
                passOn(inode, bytes, at: appends ? staged.size - Int64(count) : offset)
                noteModified(inode)
                return reply.send(count)
            }
            let copy = Array(bytes)
            run(reply, "write", isCancellable: true) { () async throws(FileSystemError) in
                try await self.writeCall { () async throws(WriteError) in
                    if appends {
                        try await staged.appendWhenIdle(copy)
                    } else {
                        try await staged.writeWhenIdle(copy, at: offset)
                    }
                }
                copy.withUnsafeBytes {
                    self.passOn(inode, $0, at: appends ? staged.size - Int64(count) : offset)
                }
                self.noteModified(inode)
                reply.send(count)
            }
        } catch {
            note(error, "write")
            reply.fail(error.errno)
        }
    }

    /// The local content of a file that is written to, made at the first change.
    ///
    /// No request.
    ///
    /// - Parameter number: the one that the handle was opened by, where it is by a handle.
    /// - Throws: `ESTALE` where the handle was opened in a version that another client has replaced: what it has read is
    ///   not what it would change.
    func stage(_ inode: Inode, by number: InodeID? = nil) throws(FileSystemError) -> StagedFile {
        while true {
            let (facts, isOther) = namespace.locked { _ in
                (
                    (
                        key: inode.content.state.withLock { $0.pendingDelete } ?? inode.key, etag: inode.etag,
                        size: inode.size, isPublished: inode.isPublished
                    ), number.map { inode.content.otherVersion(than: inode.etag, at: $0) != nil } ?? false
                )
            }
            if isOther { throw FileSystemError(.staleNFSFileHandle) }
            if let staged = inode.content.staged { return staged }
            let base = facts.isPublished ? BaseVersion(key: facts.key, etag: facts.etag, size: facts.size) : nil
            let fresh: StagedFile
            do throws(WriteError) {
                fresh = try StagedFile(
                    staging: local.staging, base: base, store: store, configuration: writing, memory: fetchMemory)
            } catch { throw FileSystemError(writing: error) }
            // Before anybody writes to it.
            fresh.aim(at: target(of: inode, if: facts.etag.map { .matches($0) }))
            // Another client's version may have been taken over meanwhile.
            let staged = namespace.locked { _ in
                inode.etag == facts.etag ? inode.content.begin(fresh, at: facts.etag) : nil
            }
            // What is written to a removed file is never published.
            if let staged, namespace.locked({ _ in inode.isDetached }) { staged.forsake() }
            if let staged { return staged }
        }
    }

    /// Notes that the content changed now.
    func noteModified(_ inode: Inode, at moment: FileTime = .now) {
        inode.content.state.withLock { $0.modified = moment }
    }

    /// Throws as the operations do.
    func writeCall<Value>(
        _ body: () async throws(WriteError) -> Value
    ) async throws(FileSystemError) -> Value {
        do throws(WriteError) { return try await body() } catch { throw FileSystemError(writing: error) }
    }

    /// Changes the size of a file, and its time also where that is its size already.
    ///
    /// No request; the caller publishes.
    func truncate(_ inode: Inode, to size: Int64) async throws(FileSystemError) {
        while true {
            let staged = try stage(inode)
            try await writeCall { () async throws(WriteError) in try await staged.truncate(to: size) }
            // Nobody need have the file open: the end of an earlier handle may have let go of what was not dirty yet.
            if inode.content.staged === staged { break }
        }
        passOn(inode) { _ = ftruncate($0, off_t(size)) }
        let now = FileTime.now
        noteModified(inode, at: now)
        // A file whose bytes stay is not stored for them.
        guard let staged = inode.content.staged, !staged.isDirty else { return }
        namespace.locked { _ in
            inode.stored.modified = now
            inode.stored.changed = now
            inode.content.state.withLock { $0.hasAttributeChanges = true }
        }
    }

    package func allocate(
        _ context: RequestContext, _ id: InodeID, _ handle: HandleID, mode: Int32, offset: Int64, length: Int64,
        _ reply: Reply<DoneAnswer>
    ) {
        guard let inode = inode(id, reply), !refusesChange(reply) else { return }
        run(reply, "fallocate", isCancellable: true) { () async throws(FileSystemError) in
            let staged = try self.stage(inode, by: id)
            try await self.writeCall { () async throws(WriteError) in
                try await staged.allocate(mode: mode, offset: offset, length: length)
            }
            // Punched and zeroed ranges; what grew has grown by its size alone.
            let size = staged.size
            self.passOn(inode) { descriptor in
                if mode != 0 { _ = clinux_fallocate(descriptor, mode, offset, length) }
                _ = ftruncate(descriptor, off_t(size))
            }
            self.noteModified(inode)
            reply.done()
        }
    }

    package func copyRange(
        _ context: RequestContext, from id: InodeID, _ handle: HandleID, offset: Int64, to newID: InodeID,
        _ newHandle: HandleID, newOffset: Int64, length: Int, _ reply: Reply<WriteAnswer>
    ) {
        guard let source = handles.file(handle) else { return reply.fail(.badFileDescriptor) }
        guard let destination = inode(newID, reply) else { return }
        let count = min(length, Self.copyRangeLimit)
        run(reply, "copy_file_range", isCancellable: true) { () async throws(FileSystemError) in
            let bytes = try await self.bytes(of: source, offset: offset, size: count)
            let staged = try self.stage(destination, by: newID)
            try await self.writeCall { () async throws(WriteError) in
                try await staged.writeWhenIdle(bytes, at: newOffset)
            }
            if !bytes.isEmpty {
                bytes.withUnsafeBytes { self.passOn(destination, $0, at: newOffset) }
                self.noteModified(destination)
            }
            // The kernel drops the pages that it had of the place itself; doing it from here would wait for reads under way,
            // which may wait for the thread that this runs on.
            reply.send(bytes.count)
        }
    }

    /// Bytes moved by one copy_file_range: callers loop, as the manual page asks them to.
    private static let copyRangeLimit = 4 << 20
}
