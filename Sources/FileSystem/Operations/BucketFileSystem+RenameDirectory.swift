import FUSE
import LocalStore
import Logging
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    /// One CopyObject for each key under the directory, many at once, then one DeleteObjects for each 1,000 of them.
    ///
    /// A journal tells the next mount how far this one has come (`settleLeft`).
    func renameDirectory(_ move: Move) async throws(FileSystemError) {
        let inode = move.inode
        let keyPart = try newKeyPart(move.name, in: move.target, isDirectory: true)
        guard !inode.isContinuation else { throw FileSystemError(.improperLink) }
        if let replaced = move.replaced { try await requireEmpty(replaced) }
        for file in openFiles(under: inode) where needsPublish(file) {
            await file.content.gate.enter()
            defer { file.content.gate.leave() }
            try await publishLocked(file)
        }
        let (prefix, newPrefix) = namespace.locked { _ in (inode.key, move.target.key + keyPart) }
        // Before anything is copied: this may fail. The new key keeps the directory that it is in.
        if move.source !== move.target { try await keepDirectory(move.source, without: prefix) }
        await local.attributes.preload(under: prefix, recursively: true)
        let (rename, objects) = try await begin(prefix, newPrefix, replaces: move.replaced != nil)
        let copy = DirectoryCopy(store: store, rename: rename)
        let marker = objects.first { $0.key == prefix }
        // What is replaced stays as it is until nothing can fail any more.
        let (copied, failure) = await copy.copy(
            move.replaced == nil ? objects : objects.filter { $0.key != prefix })
        if let failure {
            await undo(rename)
            if await dropOrphan(beside: newPrefix) { return try await renameDirectory(move) }
            throw FileSystemError(failure, .name)
        }
        recordOrphans(copied)
        let commit = Task { [local] in
            await rename.commit()
            // Not before: what is undone after a kill is still to be removed from the old directory.
            for copy in copied { local.removals.forget(copy.source.key) }
        }
        let name = moveTree(move, keyPart, copied, hasMarker: marker != nil)
        if move.replaced != nil { local.attributes.forget(newPrefix) }
        // The copies are what readers go on with, before the originals are gone.
        noteMoved(copied, under: inode, newPrefix)
        try await leaveBehind(name, move) { () async throws(StoreError) in
            if move.replaced != nil {
                await commit.value
                if let marker {
                    self.noteMoved([try await copy.copyOne(marker)], under: inode, newPrefix)
                } else {
                    try await self.store.delete(newPrefix, ifMatches: nil)
                }
            }
            let settlement = RenameSettlement(store: self.store, rename: rename)
            let remains = try await settlement.removeSources { await commit.value }
            self.note(remains, of: rename.head)
            if let first = remains.failures.first { throw first.error }
            rename.end()
            return remains.others.isEmpty
        }
    }

    /// Lists what is to be renamed while the journal is begun: its head is on the disk before the first copy.
    private func begin(
        _ prefix: ObjectKey, _ newPrefix: ObjectKey, replaces: Bool
    ) async throws(FileSystemError) -> (RenameLog, [ObjectInfo]) {
        async let listing = listed(prefix)
        let rename = await local.renames.begin(source: prefix, target: newPrefix, replaces: replaces) { [log] why in
            log.warning("a rename goes on without its journal", metadata: ["why": "\(why)"])
        }
        do throws(FileSystemError) {
            let objects = try await listing.get()
            let tooLong = objects.contains {
                $0.key.bytes.count - prefix.bytes.count + newPrefix.bytes.count > ObjectKey.maximumLength
            }
            if tooLong { throw FileSystemError(.fileNameTooLong) }
            return (rename, objects)
        } catch {
            rename.end()
            throw error
        }
    }

    private func listed(_ prefix: ObjectKey) async -> Result<[ObjectInfo], FileSystemError> {
        do throws(StoreError) { return .success(try await RenameSettlement.list(prefix, in: store)) } catch {
            return .failure(FileSystemError(error, .name))
        }
    }

    /// Moves the directory in the tree, and with it what was removed from it and is open still.
    ///
    /// - Returns: the name that it had.
    private func moveTree(
        _ move: Move, _ keyPart: [UInt8], _ copies: [CopiedObject], hasMarker: Bool
    ) -> EntryName {
        namespace.locked { state in
            let name = move.inode.name
            if let replaced = move.replaced { namespace.detach(replaced, isOurs: true, &state) }
            namespace.move(move.inode, to: move.target, move.name, keyPart: keyPart, &state)
            move.inode.directory?.hasMarker = hasMarker
            for copy in copies {
                guard let orphan = state.pendingDeletes.removeValue(forKey: copy.source.key) else { continue }
                // Another client's object that has its key by now keeps it.
                let key = copy.isVersion(of: orphan) ? copy.newKey : nil
                if let key { state.pendingDeletes[key] = orphan }
                orphan.content.state.withLock { $0.pendingDelete = key }
            }
            return name
        }
    }

    /// Notes where copies are of files that were removed from the directory and are open still: before the rename is
    /// committed, lest the next mount shows them again.
    private func recordOrphans(_ copies: [CopiedObject]) {
        let moved = namespace.locked { state in
            copies.filter { copy in state.pendingDeletes[copy.source.key].map { copy.isVersion(of: $0) } ?? false }
        }
        for copy in moved { local.removals.record(copy.newKey, etag: copy.stored.etag) }
    }

    /// Tells the inodes under a moved directory which versions they are now.
    private func noteMoved(_ copies: [CopiedObject], under directory: Inode, _ prefix: ObjectKey) {
        let inodes = namespace.locked { state in
            Self.loaded(under: directory) + state.pendingDeletes.values.filter { $0.isWithin(directory) }
        }
        var byKey: [ObjectKey: Inode] = [:]
        for inode in inodes { byKey[namespace.locked { _ in inode.key }] = inode }
        for copy in copies { noteMoved(copy, byKey.removeValue(forKey: copy.newKey)) }
        // What was made meanwhile has no copy, and is not in the bucket yet: the disk is to say where it belongs.
        for inode in byKey.values where inode.isWritten { aim(inode) }
    }

    private func openFiles(under directory: Inode) -> [Inode] {
        namespace.locked { _ in Self.loaded(under: directory).filter { $0.isOpen || $0.isWritten } }
    }

    /// A directory and all that is known below it.
    ///
    /// Call with the namespace locked.
    private static func loaded(under directory: Inode) -> [Inode] {
        [directory] + (directory.directory?.children.values.flatMap { loaded(under: $0) } ?? [])
    }
}
