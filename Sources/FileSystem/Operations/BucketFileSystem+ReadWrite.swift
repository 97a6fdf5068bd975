import CLinux
package import FUSE
import Glibc
import LocalStore
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func read(
        _ context: RequestContext, _ id: InodeID, _ handle: HandleID, offset: Int64, size: Int,
        _ reply: Reply<DataAnswer>
    ) {
        guard let file = handles.file(handle) else { return reply.fail(.badFileDescriptor) }
        notePages(file)
        noteSize(size, of: file)
        if let staged = file.inode.content.staged(at: file.number) { return read(staged, offset, size, reply) }
        guard let cursor = cursor(of: file) else { return reply.fail(.staleNFSFileHandle) }
        let ticket = cursor.read(offset: offset, size: size) { result in
            switch result {
            case .success(let pieces): pieces.withPieces { reply.send($0) }
            case .failure(let error):
                let error = FileSystemError(error, .inode)
                self.note(error, "read")
                reply.fail(error.errno)
            }
        }
        if let ticket { reply.onInterrupt { ticket.cancel() } }
    }

    /// Whether a handle's file is to be read past the kernel's page cache: large, and on its way into the disk cache, from
    /// where the kernel reads it by itself when it is opened again.
    ///
    /// Its pages would then be in memory twice, and each costs what two copies cost. A file that was read in small pieces
    /// before is cached: there each of them would be a request of the kernel's.
    func isReadPast(_ handle: FileHandle, size: Int64) -> Bool {
        guard !handle.isWritable, size >= configuration.directReadSize, size <= local.blocks.capacity / 2,
            passthroughRefusal.load(ordering: .relaxed) == 0, notifier.withLock({ $0 })?.grantsDirect == true
        else { return false }
        return handle.inode.content.state.withLock { $0.staged == nil && !$0.hasSmallReads }
    }

    /// Notes that a file is read in small pieces.
    private func noteSize(_ size: Int, of handle: FileHandle) {
        guard handle.isReadPast.load(ordering: .relaxed), size < Self.smallRead else { return }
        if handle.smallReads.add(1, ordering: .relaxed).newValue == Self.manySmallReads {
            handle.inode.content.state.withLock { $0.hasSmallReads = true }
        }
    }

    /// Below so many bytes a request of the kernel's costs more than two copies.
    private static let smallRead = 32 << 10
    private static let manySmallReads = 64

    private func read(_ staged: StagedFile, _ offset: Int64, _ size: Int, _ reply: Reply<DataAnswer>) {
        do throws(WriteError) {
            if let bytes = try staged.readLocal(offset: offset, size: size) {
                return bytes.withUnsafeBytes { reply.send($0) }
            }
        } catch { return reply.fail(FileSystemError(writing: error).errno) }
        run(reply, "read", isCancellable: true) { () async throws(FileSystemError) in
            let bytes = try await self.writeCall { () async throws(WriteError) in
                try await staged.read(offset: offset, size: size)
            }
            bytes.withUnsafeBytes { reply.send($0) }
        }
    }

    /// The cursor of a handle: its version is the one that it was opened in.
    private func cursor(of file: FileHandle) -> ReadCursor? {
        // Nearly always: spelling out the key anew for each read would cost as much as finding the bytes.
        if let cursor = file.state.withLock({ $0.cursor }) { return cursor }
        let facts = namespace.locked { _ in
            (
                key: file.inode.content.state.withLock { $0.pendingDelete } ?? file.inode.key, etag: file.inode.etag,
                size: file.inode.size, isPublished: file.inode.isPublished
            )
        }
        return file.state.withLock { state in
            if let cursor = state.cursor { return cursor }
            guard facts.isPublished, state.etag == facts.etag else { return nil }
            let cursor = reader.version(facts.key, etag: facts.etag, versionID: nil, size: facts.size).cursor()
            state.cursor = cursor
            return cursor
        }
    }

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
            run(reply, "write") { () async throws(FileSystemError) in
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
                fresh = try StagedFile(staging: local.staging, base: base, store: store)
            } catch { throw FileSystemError(writing: error) }
            // Another client's version may have been taken over meanwhile.
            let staged = namespace.locked { _ in
                inode.etag == facts.etag ? inode.content.begin(fresh, at: facts.etag) : nil
            }
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
        run(reply, "fallocate") { () async throws(FileSystemError) in
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

    package func seek(
        _ context: RequestContext, _ id: InodeID, _ handle: HandleID, offset: Int64, whence: Int32,
        _ reply: Reply<OffsetAnswer>
    ) {
        guard let inode = inode(id, reply) else { return }
        if let staged = inode.content.staged(at: id) {
            do throws(WriteError) { reply.send(try staged.seek(offset: offset, whence: whence)) } catch {
                reply.fail(FileSystemError(writing: error).errno)
            }
            return
        }
        // An object has no holes but the one at its end.
        let size = namespace.locked { _ in namespace.attributes(of: inode, as: id).size }
        guard offset >= 0, offset < size else { return reply.fail(.noSuchAddressOrDevice) }
        reply.send(whence == 3 ? offset : size)
    }

    package func copyRange(
        _ context: RequestContext, from id: InodeID, _ handle: HandleID, offset: Int64, to newID: InodeID,
        _ newHandle: HandleID, newOffset: Int64, length: Int, _ reply: Reply<WriteAnswer>
    ) {
        guard let source = handles.file(handle) else { return reply.fail(.badFileDescriptor) }
        guard let destination = inode(newID, reply) else { return }
        let count = min(length, Self.copyRangeLimit)
        run(reply, "copy_file_range") { () async throws(FileSystemError) in
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

    private func bytes(of file: FileHandle, offset: Int64, size: Int) async throws(FileSystemError) -> [UInt8] {
        if let staged = file.inode.content.staged(at: file.number) {
            return try await writeCall { () async throws(WriteError) in
                try await staged.read(offset: offset, size: size)
            }
        }
        guard let cursor = cursor(of: file) else { throw FileSystemError(.staleNFSFileHandle) }
        let result: Result<[UInt8], StoreError> = await withCheckedContinuation { continuation in
            _ = cursor.read(offset: offset, size: size) { result in
                continuation.resume(
                    returning: result.map { pieces in
                        var bytes: [UInt8] = []
                        pieces.withPieces { for piece in $0 { bytes.append(contentsOf: piece) } }
                        return bytes
                    })
            }
        }
        do throws(StoreError) { return try result.get() } catch { throw FileSystemError(error, .inode) }
    }
}

extension FileSystemError {
    /// The errno of a local or remote failure while writing.
    init(writing error: WriteError) {
        switch error {
        case .store(let error): self.init(error, .inode)
        case .stale: self.init(.staleNFSFileHandle, "the object that the file was opened as is gone")
        case .noSpace: self.init(.noSpace, "the disk of the cache directory is full")
        case .io(let detail): self.init(.ioError, detail)
        case .tooLarge: self.init(.fileTooLarge)
        case .invalid: self.init(.invalidArgument)
        case .unsupported: self.init(.notSupported)
        case .noData: self.init(.noSuchAddressOrDevice)
        case .cancelled: self.init(.interrupted)
        }
    }
}
