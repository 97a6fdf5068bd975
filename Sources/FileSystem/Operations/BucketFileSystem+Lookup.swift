package import FUSE
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    package func lookup(_ context: RequestContext, _ parent: InodeID, _ name: EntryName, _ reply: Reply<EntryAnswer>) {
        guard let directory = inode(parent, reply) else { return }
        guard name.bytes.count <= EntryName.maximumLength else { return reply.fail(.fileNameTooLong) }
        switch quickLookup(name, in: directory, for: context.process) {
        case .entry(let entry): return reply.send(entry)
        case .missing(let timeout): return reply.sendMissing(timeout: timeout)
        case .unknown: break
        }
        run(reply, "lookup", isCancellable: true) { () async throws(FileSystemError) in
            // What was found may have been forgotten, or removed, before the answer counts it.
            for _ in 0..<4 {
                let found = try await self.storeCall(.name) { () async throws(StoreError) in
                    try await self.loader.resolve(name, in: directory)
                }
                guard let found else { break }
                let entry = self.namespace.locked { state in
                    state.inodes[found.id] === found ? self.namespace.entry(found, &state) : nil
                }
                if let entry { return reply.send(entry) }
            }
            reply.sendMissing(timeout: self.missingTimeout(name, in: directory))
        }
    }

    private enum QuickAnswer {
        case entry(Entry)
        case missing(Duration)
        case unknown
    }

    private func quickLookup(_ name: EntryName, in directory: Inode, for thread: Int32) -> QuickAnswer {
        namespace.locked { state in
            // Its open has just asked the bucket, and is about to be made again.
            if let inode = directory.directory?.children[name], inode.hasHandover(for: thread) {
                return .entry(namespace.entry(inode, &state))
            }
            return switch namespace.find(name, in: directory) {
            case .inode(let inode): .entry(namespace.entry(inode, &state))
            case .missing(let timeout): .missing(timeout)
            case .unknown: .unknown
            }
        }
    }

    private func missingTimeout(_ name: EntryName, in directory: Inode) -> Duration {
        namespace.locked { _ in
            if case .missing(let timeout) = namespace.find(name, in: directory) { return timeout }
            return .zero
        }
    }

    package func forget(_ inodes: [ForgottenInode]) {
        namespace.forget(inodes)
    }

    package func getAttributes(
        _ context: RequestContext, _ id: InodeID, _ handle: HandleID?, _ reply: Reply<AttributesAnswer>
    ) {
        guard let inode = inode(id, reply) else { return }
        // What was written here lost against another client, and the name stands for that one's object.
        let isLost = inode.contentIfUsed?.state.withLock { $0.conflict != nil } ?? false
        if isLost { return reply.fail(.staleNFSFileHandle) }
        let now = ContinuousClock.now
        let quick: FileAttributes? = namespace.locked { _ in
            let isFresh =
                inode.isDirectory || inode.isDetached || !inode.isPublished || inode.isOpen || inode.isWritten
                || (inode.expiry > now && !namespace.lacksAttributes(inode))
            return isFresh ? namespace.attributes(of: inode, as: id) : nil
        }
        if let quick { return reply.send(quick, timeout: timeout(of: inode)) }
        run(reply, "getattr", isCancellable: true) { () async throws(FileSystemError) in
            // The name may stand for another inode by now; this one's answer is what it was, or that it is stale.
            try await self.storeCall(.inode) { () async throws(StoreError) in try await self.loader.confirm(inode) }
            reply.send(
                self.namespace.locked { _ in self.namespace.attributes(of: inode, as: id) },
                timeout: self.timeout(of: inode))
        }
    }

    /// How long the kernel may believe an inode's attributes.
    func timeout(of inode: Inode) -> Duration {
        namespace.locked { _ in
            if inode.isDetached { return .zero }
            // Nothing tells when it was looked up, and every walk of a path asks whether it may pass.
            if inode.id == .root { return namespace.configuration.metadataTTL }
            return max(.zero, ContinuousClock.now.duration(to: inode.expiry))
        }
    }

    package func readLink(_ context: RequestContext, _ id: InodeID, _ reply: Reply<LinkAnswer>) {
        guard let inode = inode(id, reply) else { return }
        guard inode.kind == FileMode.symbolicLink else { return reply.fail(.invalidArgument) }
        if let target = namespace.locked({ _ in inode.linkTarget }) { return reply.send(target) }
        run(reply, "readlink", isCancellable: true) { () async throws(FileSystemError) in
            let (key, etag, size) = self.namespace.locked { _ in (inode.key, inode.etag, inode.size) }
            guard size <= Self.longestTarget else {
                throw FileSystemError(.fileNameTooLong, "the link \(key) has \(size) bytes")
            }
            let sink = MemorySink(0..<size)
            if size > 0 {
                _ = try await self.storeCall(.inode) { () async throws(StoreError) in
                    try await self.store.get(
                        key, range: ByteRange(0..<size), ifMatches: etag, versionID: nil, onHead: nil, into: sink)
                }
            }
            guard let target = sink.take() else {
                throw FileSystemError(.ioError, "GET of the link \(key) came incomplete")
            }
            self.namespace.locked { _ in inode.linkTarget = target }
            reply.send(target)
        }
    }

    /// Bytes of a target that the kernel takes: PATH_MAX, less the NUL that it adds.
    private static let longestTarget: Int64 = 4095

    package func statistics(_ context: RequestContext, _ inode: InodeID, _ reply: Reply<StatisticsAnswer>) {
        // A bucket has no size; a pebibyte free lets every tool go on. No request.
        let blocks: UInt64 = 1 << 30
        reply.send(
            FileSystemStatistics(
                blockSize: 1 << 20, totalBlocks: blocks, freeBlocks: blocks, totalFiles: 1 << 40, freeFiles: 1 << 40,
                maximumNameLength: UInt64(EntryName.maximumLength)))
    }
}
