package import FUSE
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func openDirectory(_ context: RequestContext, _ id: InodeID, flags: Int32, _ reply: Reply<OpenAnswer>) {
        guard let inode = inode(id, reply) else { return }
        let handle = handles.insert(DirectoryHandle(inode))
        if !reply.send(OpenedFile(handle: handle)) { handles.removeDirectory(handle) }
    }

    package func releaseDirectory(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>
    ) {
        let closed = handles.removeDirectory(handle)
        reply.done()
        if let closed, closed.listing.withLock({ $0?.leave() }) == true { loader.abandon(closed.inode) }
    }

    package func synchronizeDirectory(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>
    ) {
        // Names are in the bucket before the operation that made them returns.
        reply.done()
    }

    package func readDirectory(
        _ context: RequestContext, _ id: InodeID, _ handle: HandleID, cookie: UInt64, size: Int, plus: Bool,
        _ reply: Reply<DirectoryAnswer>
    ) {
        guard let directory = handles.directory(handle) else { return reply.fail(.badFileDescriptor) }
        let listing = directory.listing.withLock { current in
            // rewinddir(3): what is listed is chosen anew.
            if cookie != 0, let current { return current }
            let fresh = loader.entries(of: directory.inode, isRead: true)
            if current?.leave() == true { loader.abandon(directory.inode) }
            current = fresh
            return fresh
        }
        guard let first = fill(directory.inode, listing, cookie: cookie, size: size, plus: plus, reply) else { return }
        run(reply, "readdir", isCancellable: true) { () async throws(FileSystemError) in
            var awaited: Int? = first
            while let position = awaited {
                try await self.storeCall(.name) { () async throws(StoreError) in try await listing.wait(for: position) }
                awaited = self.fill(directory.inode, listing, cookie: cookie, size: size, plus: plus, reply)
            }
        }
    }

    /// Answers with the entries after `cookie` that have arrived.
    ///
    /// Cookies: 1 is after `.`, 2 after `..`, then positions in the listing.
    /// - Returns: nil when it has answered; else the position in the listing that must arrive first.
    private func fill(
        _ directory: Inode, _ listing: DirectoryFetch, cookie: UInt64, size: Int, plus: Bool,
        _ reply: Reply<DirectoryAnswer>
    ) -> Int? {
        var buffer = DirectoryBuffer(size: size, plus: plus)
        var position = cookie
        var hasEntries = false
        let mode = FileMode(rawValue: FileMode.directory)
        if position == 0 {
            guard buffer.append(EntryName("."), inode: directory.id, mode: mode, nextCookie: 1) else {
                reply.fail(.invalidArgument)
                return nil
            }
            position = 1
        }
        if position == 1 {
            let parent = namespace.locked { _ in directory.parent?.id ?? .root }
            if !buffer.append(EntryName(".."), inode: parent, mode: mode, nextCookie: 2) {
                reply.send(buffer)
                return nil
            }
            position = 2
        }
        defer { listing.reached(Int(position) - 2) }
        while true {
            switch listing.step(at: Int(position) - 2) {
            case .passing(let entry):
                position += 1
                if !append(entry, to: &buffer, nextCookie: position) {
                    position -= 1
                    reply.send(buffer)
                    return nil
                }
                hasEntries = true
            case .entry(let inode):
                position += 1
                if !append(inode, of: directory, to: &buffer, nextCookie: position, counts: plus) {
                    reply.send(buffer)
                    return nil
                }
                hasEntries = true
            case .end:
                reply.send(buffer)
                return nil
            case .wait:
                if !hasEntries { return Int(position) - 2 }
                reply.send(buffer)
                return nil
            case .failed(let error):
                if !hasEntries {
                    let error = FileSystemError(error, .name)
                    note(error, "readdir")
                    reply.fail(error.errno)
                } else {
                    reply.send(buffer)
                }
                return nil
            }
        }
    }

    /// Adds an entry that is shown in passing, by its name and kind alone: the tree does not keep it.
    ///
    /// - Returns: false when it does not fit.
    private func append(_ entry: PassingEntry, to buffer: inout DirectoryBuffer, nextCookie: UInt64) -> Bool {
        let kind = entry.object == nil ? FileMode.directory : FileMode.regular
        return buffer.append(
            entry.name, inode: Namespace.number(of: entry.key.bytes[...], kind: kind),
            mode: FileMode(rawValue: kind), nextCookie: nextCookie)
    }

    /// Adds an entry if it is still one of the directory.
    ///
    /// - Returns: false when it does not fit.
    private func append(
        _ inode: Inode, of directory: Inode, to buffer: inout DirectoryBuffer, nextCookie: UInt64, counts: Bool
    ) -> Bool {
        let current: (EntryName, Entry)? = namespace.locked { state in
            guard !inode.isDetached, inode.parent === directory else { return nil }
            return (inode.name, namespace.entry(inode, &state))
        }
        guard let (name, entry) = current else { return true }
        if buffer.append(name, entry, nextCookie: nextCookie) {
            if !counts { namespace.forget(entry.inode, count: 1) }
            return true
        }
        namespace.forget(entry.inode, count: 1)
        return false
    }
}
