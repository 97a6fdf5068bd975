package import FUSE
import LocalStore
import ObjectStore
import SystemPackage

extension BucketFileSystem {
    package func rename(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, to newParent: InodeID, _ newName: EntryName,
        flags: UInt32, _ reply: Reply<DoneAnswer>
    ) {
        guard let source = inode(parent, reply), let target = inode(newParent, reply), !refusesChange(reply) else {
            return
        }
        // RENAME_NOREPLACE is honoured; two objects cannot change places in one step.
        guard flags & ~1 == 0 else { return reply.fail(.invalidArgument) }
        run(reply, "rename") { () async throws(FileSystemError) in
            let inode = try await self.existing(name, in: source)
            let replaced = try await self.storeCall(.name) { () async throws(StoreError) in
                try await self.loader.resolve(newName, in: target)
            }
            if replaced === inode { return reply.done() }
            if let replaced {
                if flags & 1 != 0 { throw FileSystemError(.fileExists) }
                if inode.isDirectory, !replaced.isDirectory { throw FileSystemError(.notDirectory) }
                if !inode.isDirectory, replaced.isDirectory { throw FileSystemError(.isDirectory) }
            }
            let gates = [inode, replaced].compactMap { $0 }.sorted { $0.id.rawValue < $1.id.rawValue }.map(
                \.content.gate)
            for gate in gates { await gate.enter() }
            defer { for gate in gates.reversed() { gate.leave() } }
            try self.checkStill(inode, name, source)
            let move = Move(inode: inode, source: source, target: target, name: newName, replaced: replaced)
            if inode.isDirectory {
                try await self.renameDirectory(move)
            } else {
                try await self.renameFile(move)
            }
            reply.done()
        }
    }

    /// One rename, with the gates of what it touches held.
    struct Move {
        let inode: Inode
        let source: Inode
        let target: Inode
        let name: EntryName
        let replaced: Inode?
    }

    /// One CopyObject (a multipart copy beyond 5 GiB) and one DELETE.
    private func renameFile(_ move: Move) async throws(FileSystemError) {
        let inode = move.inode
        let keyPart = try newKeyPart(move.name, in: move.target, isDirectory: false)
        // What is not in the bucket yet goes there first: a rename is done when the bucket has done it.
        if needsPublish(inode) { try await publishLocked(inode) }
        let (key, etag, size, newKey) = namespace.locked { _ in
            (inode.key, inode.etag, inode.size, move.target.key + keyPart)
        }
        if let replaced = move.replaced { await preserve(replaced) }
        _ = try await releaseOrphan(at: newKey)
        let stored = try await copy(inode, key, etag, size, to: newKey)
        try await keepDirectory(move.source, without: key)
        // Only what was copied goes: what another client wrote meanwhile stays under its name.
        let copied = namespace.locked { _ in inode.etag }
        try await storeCall(.name) { () async throws(StoreError) in try await self.store.delete(key, ifMatches: copied)
        }
        namespace.locked { state in
            if let replaced = move.replaced { namespace.detach(replaced, isOurs: true, &state) }
            namespace.move(inode, to: move.target, move.name, keyPart: keyPart, &state)
        }
        noteStored(inode, newKey, stored, namespace.locked { _ in inode.attributes })
        local.attributes.forget(key)
        reader.forget(key)
    }

    /// Copies an object as it is; one that another client changed since it was listed is copied as it is now.
    private func copy(
        _ inode: Inode, _ key: ObjectKey, _ etag: ETag?, _ size: Int64, to newKey: ObjectKey
    ) async throws(FileSystemError) -> StoredObject {
        do throws(StoreError) {
            return try await ServerSideCopy(store: store).copy(
                key, size: size, sourceMatches: etag, to: newKey, attributes: nil)
        } catch {
            guard error.reason == .preconditionFailed else { throw FileSystemError(error, .name) }
        }
        try await storeCall(.name) { () async throws(StoreError) in try await self.loader.confirm(inode) }
        let (etag, size) = namespace.locked { _ in (inode.etag, inode.size) }
        return try await storeCall(.name) { () async throws(StoreError) in
            try await ServerSideCopy(store: self.store).copy(
                key, size: size, sourceMatches: etag, to: newKey, attributes: nil)
        }
    }

    /// One CopyObject for each key under the directory, many at once, then one DeleteObjects for each 1,000 of them.
    private func renameDirectory(_ move: Move) async throws(FileSystemError) {
        let inode = move.inode
        let keyPart = try newKeyPart(move.name, in: move.target, isDirectory: true)
        guard !inode.isContinuation else { throw FileSystemError(.improperLink) }
        if let replaced = move.replaced { try await removeEmpty(replaced, in: move.target) }
        for file in openFiles(under: inode) where needsPublish(file) { try await publish(file) }
        let (prefix, newPrefix) = namespace.locked { _ in (inode.key, move.target.key + keyPart) }
        await local.attributes.preload(under: prefix, recursively: true)
        let copies = try await copyAll(under: prefix, to: newPrefix)
        try await keepDirectory(move.source, without: prefix)
        let left = try await storeCall(.name) { () async throws(StoreError) in
            try await self.store.delete(copies.map(\.key))
        }
        if let first = left.first {
            throw FileSystemError(first.error, .name)
        }
        let hadMarker = copies.contains { $0.key == prefix }
        namespace.locked { state in
            if let replaced = move.replaced { namespace.detach(replaced, isOurs: true, &state) }
            namespace.move(inode, to: move.target, move.name, keyPart: keyPart, &state)
            inode.directory?.hasMarker = hadMarker
        }
        noteMoved(copies, under: inode, newPrefix)
    }

    private struct Copied: Sendable {
        let key: ObjectKey
        let newKey: ObjectKey
        let etag: ETag?
        let stored: StoredObject
    }

    /// Copies under way at once in a directory's rename.
    private static let parallelCopies = 16

    /// Copies every key under a prefix; when one fails, what was copied is removed again.
    private func copyAll(under prefix: ObjectKey, to newPrefix: ObjectKey) async throws(FileSystemError) -> [Copied] {
        var objects: [ObjectInfo] = []
        var request = ListRequest(prefix: prefix)
        repeat {
            let page = try await storeCall(.name) { [request] () async throws(StoreError) in
                try await self.store.list(request)
            }
            objects += page.objects
            request.continuation = page.next
        } while request.continuation != nil
        let tooLong = objects.contains {
            $0.key.bytes.count - prefix.bytes.count + newPrefix.bytes.count > ObjectKey.maximumLength
        }
        if tooLong { throw FileSystemError(.fileNameTooLong) }
        let store = store
        let results = await withTaskGroup(of: Result<Copied, StoreError>.self) { group in
            var results: [Result<Copied, StoreError>] = []
            for (index, object) in objects.enumerated() {
                if index >= Self.parallelCopies, let result = await group.next() {
                    results.append(result)
                    if case .failure = result { break }
                }
                group.addTask {
                    let newKey = newPrefix + object.key.bytes.dropFirst(prefix.bytes.count)
                    do throws(StoreError) {
                        let stored = try await ServerSideCopy(store: store).copy(
                            object.key, size: object.size, sourceMatches: object.etag, to: newKey, attributes: nil)
                        return .success(Copied(key: object.key, newKey: newKey, etag: object.etag, stored: stored))
                    } catch { return .failure(error) }
                }
            }
            for await result in group { results.append(result) }
            return results
        }
        var copied: [Copied] = []
        var failure: StoreError?
        for result in results {
            switch result {
            case .success(let one): copied.append(one)
            case .failure(let error): failure = failure ?? error
            }
        }
        guard let failure else { return copied }
        do throws(StoreError) { _ = try await store.delete(copied.map(\.newKey)) } catch {
            note(FileSystemError(error, .name), "rename: removing copies")
        }
        throw FileSystemError(failure, .name)
    }

    /// Tells the inodes under a moved directory which versions they are now.
    private func noteMoved(_ copies: [Copied], under directory: Inode, _ prefix: ObjectKey) {
        let inodes = namespace.locked { _ in Self.loaded(under: directory) }
        var byKey: [ObjectKey: Inode] = [:]
        for inode in inodes { byKey[namespace.locked { _ in inode.key }] = inode }
        for copy in copies {
            carryLearned(copy)
            local.attributes.forget(copy.key)
            reader.forget(copy.key)
            guard let inode = byKey[copy.newKey] else { continue }
            noteStored(inode, copy.newKey, copy.stored, namespace.locked { _ in inode.attributes })
        }
    }

    /// What this host has learned of an object's attributes goes with its bytes.
    private func carryLearned(_ copy: Copied) {
        if let etag = copy.etag, let known = local.attributes.known(copy.key, etag: etag) {
            local.attributes.record(
                copy.newKey, etag: copy.stored.etag, lastModified: copy.stored.lastModified, known)
        }
        if let known = local.attributes.known(copy.key, etag: Namespace.anyMarker) {
            local.attributes.record(copy.newKey, etag: Namespace.anyMarker, lastModified: nil, known)
        }
    }

    private func openFiles(under directory: Inode) -> [Inode] {
        namespace.locked { _ in Self.loaded(under: directory).filter { $0.isOpen } }
    }

    /// A directory and all that is known below it.
    ///
    /// Call with the namespace locked.
    private static func loaded(under directory: Inode) -> [Inode] {
        [directory] + (directory.directory?.children.values.flatMap { loaded(under: $0) } ?? [])
    }
}
