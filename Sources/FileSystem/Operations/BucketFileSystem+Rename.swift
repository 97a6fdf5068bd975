import CLinux
package import FUSE
import LocalStore
import ObjectStore
import Synchronization
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
        let noReplace = UInt32(CLINUX_RENAME_NOREPLACE)
        guard flags & ~noReplace == 0 else { return reply.fail(.invalidArgument) }
        run(reply, "rename") { () async throws(FileSystemError) in
            let inode = try await self.existing(name, in: source)
            let replaced = try await self.storeCall(.name) { () async throws(StoreError) in
                try await self.loader.resolve(newName, in: target, isLookedUp: true)
            }
            if replaced === inode { return reply.done() }
            if let replaced {
                if flags & noReplace != 0 { throw FileSystemError(.fileExists) }
                if inode.isDirectory, !replaced.isDirectory { throw FileSystemError(.notDirectory) }
                if !inode.isDirectory, replaced.isDirectory { throw FileSystemError(.isDirectory) }
            }
            let turn = await self.tree.enter(
                TreeGate.Claim(
                    inodes: [source, target] + [inode, replaced].compactMap { $0 }.filter { !$0.isDirectory },
                    subtree: inode.isDirectory ? inode : nil))
            defer { self.tree.leave(turn) }
            let gates = [inode, replaced].compactMap { $0 }.sorted { $0.id.rawValue < $1.id.rawValue }.map(
                \.content.gate)
            for gate in gates { await gate.enter() }
            defer { for gate in gates.reversed() { gate.leave() } }
            try self.checkStill(inode, name, source)
            if flags & noReplace != 0 { try await self.requireFree(newName, in: target, for: inode) }
            let move = Move(inode: inode, source: source, target: target, name: newName, replaced: replaced)
            if inode.isDirectory {
                try await self.renameDirectory(move)
            } else {
                try await self.renameFile(move)
            }
            reply.done()
        }
    }

    /// Checks that the bucket has nothing that a rename would replace: that there is no such name may have been true only
    /// when it was looked up.
    ///
    /// One HEAD, or one LIST for a directory.
    private func requireFree(
        _ name: EntryName, in target: Inode, for inode: Inode
    ) async throws(FileSystemError) {
        let keyPart = try newKeyPart(name, in: target, isDirectory: inode.isDirectory)
        let (key, isOurs) = namespace.locked { state in
            let key = target.key + keyPart
            return (key, state.pendingDeletes[key] != nil)
        }
        let isTaken = try await storeCall(.name) { () async throws(StoreError) in
            if inode.isDirectory { return try await self.loader.listsOthers(in: key, except: nil, markerCounts: true) }
            // What was removed here and is open still has no name.
            return isOurs ? false : try await self.exists(key)
        }
        guard isTaken else { return }
        // Now it shows, here and in the kernel.
        _ = try? await loader.probe(name, in: target)
        let parent = namespace.locked { _ in target.kernelID }
        notifier.withLock { $0 }?.invalidateAfterwards([(name, parent)])
        throw FileSystemError(.fileExists)
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
        let (key, newKey) = namespace.locked { _ in (inode.key, move.target.key + keyPart) }
        // Before anything is replaced: this may fail. The new key keeps the directory that it is in.
        if move.source !== move.target { try await keepDirectory(move.source, without: key) }
        if let replaced = move.replaced {
            // Who opens it from here on gets what comes in its place.
            replaced.content.state.withLock { $0.isLeaving = true }
            await preserve(replaced)
        }
        defer {
            if let replaced = move.replaced {
                replaced.content.state.withLock { $0.isLeaving = false }
                forsakeIfDetached(replaced)
            }
        }
        let orphan = await releaseOrphan(at: newKey)
        let copied: CopiedObject
        do throws(StoreError) { copied = try await copy(inode, to: newKey) } catch {
            takeBack(orphan)
            throw FileSystemError(error, .name)
        }
        let name = namespace.locked { state in
            let name = inode.name
            if let replaced = move.replaced { namespace.detach(replaced, isOurs: true, &state) }
            namespace.move(inode, to: move.target, move.name, keyPart: keyPart, &state)
            return name
        }
        // The copy is what readers go on with, before the original is gone.
        noteMoved(copied, inode)
        try await leaveBehind(name, move) { () async throws(StoreError) in
            // Only what was copied goes: what another client wrote meanwhile stays under its name.
            try await self.store.delete(key, ifMatches: copied.source.etag)
            return true
        }
    }

    /// Removes what was renamed from its old place, where no listing that was made meanwhile shows it again.
    ///
    /// When that fails, or finds what is not ours, what is left there is shown.
    ///
    /// - Parameter remove: whether nothing is left.
    func leaveBehind(
        _ name: EntryName, _ move: Move, _ remove: () async throws(StoreError) -> Bool
    ) async throws(FileSystemError) {
        let source = move.source
        do throws(FileSystemError) {
            guard try await storeCall(.name, remove) else {
                return namespace.locked { _ in source.directory?.completeUntil = nil }
            }
        } catch {
            namespace.locked { _ in source.directory?.completeUntil = nil }
            // The kernel takes a rename that fails for none: by the old name it would still mean what has moved.
            let parents = namespace.locked { _ in (source.kernelID, move.target.kernelID) }
            notifier.withLock { $0 }?.invalidateAfterwards([(name, parents.0), (move.name, parents.1)])
            throw error
        }
        namespace.locked { state in
            state.sequence += 1
            // Nothing of ours has the name yet: the kernel keeps the directory to this rename.
            if let shown = source.directory?.children[name], shown.changeSequence == 0 {
                namespace.detach(shown, isOurs: true, &state)
            } else {
                namespace.noteRemoval(of: name, from: source, &state)
            }
        }
    }

    /// Copies an object as it is; one that another client changed since it was listed is copied as it is now.
    private func copy(_ inode: Inode, to newKey: ObjectKey) async throws(StoreError) -> CopiedObject {
        do throws(StoreError) { return try await copyKnown(inode, to: newKey) } catch {
            guard error.reason == .preconditionFailed else { throw error }
        }
        try await loader.confirm(inode)
        return try await copyKnown(inode, to: newKey)
    }

    /// Copies the version that is known.
    private func copyKnown(_ inode: Inode, to newKey: ObjectKey) async throws(StoreError) -> CopiedObject {
        let source = namespace.locked { _ in
            ObjectInfo(key: inode.key, size: inode.size, etag: inode.etag, lastModified: Timestamp(inode.lastModified))
        }
        let stored = try await ServerSideCopy(store: store).copy(
            source.key, size: source.size, sourceMatches: source.etag, to: newKey, attributes: nil)
        return CopiedObject(source: source, newKey: newKey, stored: stored)
    }
}
