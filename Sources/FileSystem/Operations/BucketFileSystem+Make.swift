package import FUSE
import ObjectStore
import SystemPackage

extension BucketFileSystem {
    package func makeNode(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, device: UInt64,
        _ reply: Reply<EntryAnswer>
    ) {
        let kind = mode.kind == 0 ? FileMode.regular : mode.kind
        guard [FileMode.regular, FileMode.fifo, FileMode.socket].contains(kind) else {
            return reply.fail(.notPermitted)
        }
        make(context, parent, name, kind: kind, permissions: mode.permissions, [], reply)
    }

    package func makeDirectory(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, _ reply: Reply<EntryAnswer>
    ) {
        make(context, parent, name, kind: FileMode.directory, permissions: mode.permissions, [], reply)
    }

    package func symbolicLink(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, target: [UInt8], _ reply: Reply<EntryAnswer>
    ) {
        make(context, parent, name, kind: FileMode.symbolicLink, permissions: 0o777, target, reply)
    }

    package func link(
        _ context: RequestContext, _ inode: InodeID, _ newParent: InodeID, _ newName: EntryName,
        _ reply: Reply<EntryAnswer>
    ) {
        // An object has one key.
        reply.fail(.notPermitted)
    }

    /// Makes an object for a name that is free.
    ///
    /// One PUT, which fails where another client was first.
    private func make(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, kind: UInt32, permissions: UInt32,
        _ bytes: [UInt8], _ reply: Reply<EntryAnswer>
    ) {
        guard let directory = inode(parent, reply), !refusesChange(reply) else { return }
        run(reply, "make") { () async throws(FileSystemError) in
            let existing = try await self.storeCall(.name) { () async throws(StoreError) in
                try await self.loader.resolve(name, in: directory, isLookedUp: true)
            }
            if existing != nil { throw FileSystemError(.fileExists) }
            let mode = FileMode(rawValue: kind | permissions)
            let inode = try self.makeInode(name, in: directory, mode, context) { inode in
                inode.size = Int64(bytes.count)
                inode.stored.modified = .now
                if kind == FileMode.symbolicLink { inode.linkTarget = bytes }
                if kind == FileMode.directory {
                    inode.directory?.completeUntil = self.namespace.nextExpiry
                    inode.directory?.hasMarker = true
                }
            }
            let turn = await self.enter(inode)
            defer { self.leave(inode, turn) }
            let key = self.namespace.locked { _ in inode.key }
            let attributes = self.attributesToStore(inode)
            do throws(FileSystemError) {
                let stored = try await self.putNew(inode, key, bytes, attributes)
                self.noteStored(inode, key, stored, attributes)
            } catch {
                self.namespace.locked { state in
                    self.namespace.detach(inode, isOurs: false, &state)
                    directory.directory?.completeUntil = nil
                }
                throw error.errno == .staleNFSFileHandle ? FileSystemError(.fileExists) : error
            }
            reply.send(self.namespace.locked { self.namespace.entry(inode, &$0) })
        }
    }

    /// Stores an object that replaces none but one that was removed here and is open still.
    private func putNew(
        _ inode: Inode, _ key: ObjectKey, _ bytes: [UInt8], _ attributes: ObjectAttributes
    ) async throws(FileSystemError) -> StoredObject {
        if inode.isDirectory { return try await putNewMarker(key, attributes) }
        let orphan = await releaseOrphan(at: key)
        do throws(StoreError) {
            return try await store.put(
                key, MemorySource(bytes), attributes: attributes, if: orphan?.etag.map { .matches($0) } ?? .absent)
        } catch {
            if error.reason != .preconditionFailed { takeBack(orphan) }
            throw FileSystemError(error, .name)
        }
    }

    private func putNewMarker(
        _ key: ObjectKey, _ attributes: ObjectAttributes
    ) async throws(FileSystemError) -> StoredObject {
        var failure = FileSystemError(.fileExists)
        do throws(FileSystemError) {
            if let stored = try await putMarker(key, attributes, except: nil) { return stored }
        } catch { failure = error }
        guard await dropOrphan(beside: key), let stored = try await putMarker(key, attributes, except: nil) else {
            throw failure
        }
        return stored
    }
}
