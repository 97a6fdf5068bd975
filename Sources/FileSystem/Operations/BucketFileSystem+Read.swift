import CLinux
package import FUSE
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
        reply.send(whence == Int32(CLINUX_SEEK_DATA) ? offset : size)
    }

    /// Reads for another file, by whatever way the handle reads, until the task is cancelled.
    func bytes(of file: FileHandle, offset: Int64, size: Int) async throws(FileSystemError) -> [UInt8] {
        if let staged = file.inode.content.staged(at: file.number) {
            return try await writeCall { () async throws(WriteError) in
                try await staged.read(offset: offset, size: size)
            }
        }
        guard let cursor = cursor(of: file) else { throw FileSystemError(.staleNFSFileHandle) }
        let reading = Mutex<ReadTicket?>(nil)
        let result: Result<[UInt8], StoreError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ticket = cursor.read(offset: offset, size: size) { result in
                    continuation.resume(returning: result.map { $0.bytes() })
                }
                reading.withLock { $0 = ticket }
                // The flag is set before the handler runs: either it is seen here, or the handler finds the ticket.
                if Task.isCancelled { ticket?.cancel() }
            }
        } onCancel: {
            reading.withLock { $0 }?.cancel()
        }
        do throws(StoreError) { return try result.get() } catch { throw FileSystemError(error, .inode) }
    }
}
