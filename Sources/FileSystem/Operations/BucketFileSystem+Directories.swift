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
        if let closed, let listing = closed.listing.withLock({ $0 }) { loader.leave(listing, of: closed.inode) }
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
            if let current { loader.leave(current, of: directory.inode) }
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
            case .entries(let inodes):
                let count = append(inodes, of: directory, to: &buffer, cookie: position, counts: plus)
                position += UInt64(count)
                if count < inodes.count {
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

    /// Adds entries, but for those that are none of the directory any more.
    ///
    /// - Parameter cookie: the one of the entry before them.
    /// - Returns: how many are done with; fewer than all when the next does not fit.
    private func append(
        _ inodes: [Inode], of directory: Inode, to buffer: inout DirectoryBuffer, cookie: UInt64, counts: Bool
    ) -> Int {
        namespace.locked { state in
            for (index, inode) in inodes.enumerated() {
                let next = cookie + UInt64(index) + 1
                guard append(inode, of: directory, to: &buffer, nextCookie: next, counts: counts, &state) else {
                    return index
                }
            }
            return inodes.count
        }
    }

    /// Adds an entry if it is still one of the directory: by its name and kind alone where the tree has forgotten it, or
    /// does not know the attributes that show, so that who wants to know more asks.
    ///
    /// Call with the namespace locked.
    ///
    /// - Returns: false when it does not fit.
    private func append(
        _ inode: Inode, of directory: Inode, to buffer: inout DirectoryBuffer, nextCookie: UInt64, counts: Bool,
        _ state: inout Namespace.State
    ) -> Bool {
        var inode = inode
        if inode.isForgotten, let known = directory.directory?.children[inode.name] { inode = known }
        guard inode.parent === directory, !inode.isDetached || (inode.isForgotten && !directory.isDetached) else {
            return true
        }
        if inode.isForgotten || namespace.lacksAttributes(inode) {
            let mode = FileMode(rawValue: inode.kind)
            return buffer.append(inode.name, inode: inode.id, mode: mode, nextCookie: nextCookie)
        }
        let entry = namespace.entry(inode, &state)
        let fits = buffer.append(inode.name, entry, nextCookie: nextCookie)
        if !fits || !counts { namespace.forget(ForgottenInode(inode: entry.inode, count: 1), &state) }
        return fits
    }
}
