import FUSE
import LocalStore
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    /// One CopyObject for each key under the directory, many at once, then one DeleteObjects for each 1,000 of them.
    func renameDirectory(_ move: Move) async throws(FileSystemError) {
        let inode = move.inode
        let keyPart = try newKeyPart(move.name, in: move.target, isDirectory: true)
        guard !inode.isContinuation else { throw FileSystemError(.improperLink) }
        if let replaced = move.replaced { try await removeEmpty(replaced, in: move.target) }
        for file in openFiles(under: inode) where needsPublish(file) {
            await file.content.gate.enter()
            defer { file.content.gate.leave() }
            try await publishLocked(file)
        }
        let (prefix, newPrefix) = namespace.locked { _ in (inode.key, move.target.key + keyPart) }
        await local.attributes.preload(under: prefix, recursively: true)
        let copies = try await copyAll(under: prefix, to: newPrefix)
        do throws(FileSystemError) { try await keepDirectory(move.source, without: prefix) } catch {
            await remove(copies)
            throw error
        }
        let name = moveTree(move, keyPart, copies, hasMarker: copies.contains { $0.key == prefix })
        noteOrphans(copies)
        // The copies are what readers go on with, before the originals are gone.
        noteMoved(copies, under: inode, newPrefix)
        try await leaveBehind(name, in: move.source) { () async throws(StoreError) in
            // The marker after what is below it, as rm does it: some servers leave a directory behind otherwise.
            let left = try await self.store.delete(copies.map(\.key).sorted(by: >))
            if let first = left.first { throw first.error }
        }
    }

    /// Moves the directory in the tree, and with it what was removed from it and is open still.
    ///
    /// - Returns: the name that it had.
    private func moveTree(_ move: Move, _ keyPart: [UInt8], _ copies: [Copied], hasMarker: Bool) -> EntryName {
        namespace.locked { state in
            let name = move.inode.name
            if let replaced = move.replaced { namespace.detach(replaced, isOurs: true, &state) }
            namespace.move(move.inode, to: move.target, move.name, keyPart: keyPart, &state)
            move.inode.directory?.hasMarker = hasMarker
            for copy in copies {
                guard let orphan = state.pendingDeletes.removeValue(forKey: copy.key) else { continue }
                state.pendingDeletes[copy.newKey] = orphan
                orphan.content.state.withLock { $0.pendingDelete = copy.newKey }
            }
            return name
        }
    }

    /// Notes under which keys the files are now that were removed from the directory and are open still.
    private func noteOrphans(_ copies: [Copied]) {
        let moved = namespace.locked { state in copies.filter { state.pendingDeletes[$0.newKey] != nil } }
        for copy in moved {
            local.removals.record(copy.newKey, etag: copy.stored.etag)
            local.removals.forget(copy.key)
        }
    }

    /// Removes copies after a failure.
    private func remove(_ copies: [Copied]) async {
        do throws(StoreError) { _ = try await store.delete(copies.map(\.newKey).sorted(by: >)) } catch {
            note(FileSystemError(error, .name), "rename: removing copies")
        }
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
        var copied: [Copied] = []
        var failure: StoreError?
        // Markers first, the outer before the inner: a server that keeps a tree makes a directory for a file that
        // comes before its marker, and may lose the marker when both come at once (SeaweedFS).
        let depths = Dictionary(grouping: objects) { object in
            object.key.isDirectoryMarker ? object.key.bytes.count { $0 == UInt8(ascii: "/") } : Int.max
        }
        for (_, objects) in depths.sorted(by: { $0.key < $1.key }) where failure == nil {
            for result in await copy(objects, prefix, to: newPrefix) {
                switch result {
                case .success(let one): copied.append(one)
                case .failure(let error): failure = failure ?? error
                }
            }
        }
        guard let failure else { return copied }
        await remove(copied)
        throw FileSystemError(failure, .name)
    }

    /// Copies objects, several at once, until one fails.
    private func copy(
        _ objects: [ObjectInfo], _ prefix: ObjectKey, to newPrefix: ObjectKey
    ) async -> [Result<Copied, StoreError>] {
        let store = store
        return await withTaskGroup(of: Result<Copied, StoreError>.self) { group in
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
    }

    /// Tells the inodes under a moved directory which versions they are now.
    private func noteMoved(_ copies: [Copied], under directory: Inode, _ prefix: ObjectKey) {
        let inodes = namespace.locked { state in
            Self.loaded(under: directory) + state.pendingDeletes.values.filter { $0.isWithin(directory) }
        }
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
