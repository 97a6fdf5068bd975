import FUSE
import Glibc
import LocalStore
import Logging
import ObjectStore
import Synchronization
import SystemPackage

extension BucketFileSystem {
    /// How many handles are open that the kernel reads by itself.
    package var passthroughHandles: Int { handles.passingCount }

    /// How many handles are open that are read past the kernel's page cache.
    package var handlesReadPast: Int { handles.readPastCount }

    /// The file that the kernel may read a handle's version from; nil for most.
    ///
    /// No request. Reads the file once to check it, when that is quick.
    func passthroughFile(for handle: FileHandle) async -> PassthroughFile? {
        guard passthroughRefusal.load(ordering: .relaxed) == 0, !handle.isWritable, !handle.isDirect,
            let notifier = notifier.withLock({ $0 })
        else { return nil }
        let facts = namespace.locked { _ in (key: handle.inode.key, etag: handle.inode.etag, size: handle.inode.size) }
        guard let etag = facts.etag, facts.size >= configuration.passthroughSize else { return nil }
        let (isAsking, known) = handle.inode.content.state.withLock { state in
            let use = state.uses[handle.number] ?? KernelInodeUse()
            // One that is open under another number can be read from the same file.
            let known = state.uses.values.first { $0.file?.etag == etag && $0.file?.isChanged == false }?.file
            return (use.asking > 0 || state.staged != nil || state.isChangedInPlace, known)
        }
        if isAsking { return nil }
        if let known { return known }
        let version = BlockVersion(key: facts.key, etag: etag, size: facts.size)
        // What has no pages of the kernel's is worth the wait: from the disk cache by way of us it comes far slower.
        let waits = facts.size >= configuration.directReadSize
        guard let file = await local.blocks.wholeFile(version, waits: waits) else { return nil }
        do throws(Errno) {
            return try notifier.openBacking(file.descriptor).map { backing in
                PassthroughFile(file, etag, backing, notifier) { [blocks = local.blocks] in blocks.remove(facts.key) }
            }
        } catch {
            // Not privileged, a cache on an overlay, a kernel that cannot: the same for every other file.
            let lasting: [Errno] = [
                .notPermitted, .tooManySymbolicLinkLevels, .invalidArgument, .notSupported,
                .inappropriateIOCTLForDevice,
            ]
            if lasting.contains(error), passthroughRefusal.exchange(error.rawValue, ordering: .relaxed) == 0 {
                log.info("cached files are not passed to the kernel", metadata: ["errno": "\(error)"])
            }
            return nil
        }
    }

    /// Makes a change that was staged where the kernel reads the file by itself, too; for most there is nothing to do.
    ///
    /// - Parameter body: is given a descriptor to write to.
    func passOn(_ inode: Inode, _ body: (CInt) -> Void) {
        let readers = inode.content.state.withLock { state -> [(InodeID, PassthroughFile)] in
            guard state.uses.values.contains(where: { $0.file != nil }) else { return [] }
            return state.uses.compactMap { use in use.value.isApart ? nil : use.value.file.map { (use.key, $0) } }
        }
        var done: [PassthroughFile] = []
        for (number, file) in readers {
            if !done.contains(where: { $0 === file }) {
                file.change(body)
                done.append(file)
            }
            // Its attributes; it has no pages.
            notifier.withLock { $0 }?.invalidate(inode: number, offset: -1, length: 0)
        }
    }

    /// Has the kernel ask again for the attributes of a file's inodes by other numbers: it knows of a change by one only.
    func tellOthers(of inode: Inode, than number: InodeID? = nil) {
        let others = namespace.locked { state in
            inode.aliases.isEmpty ? [] : state.heldNumbers(of: inode).filter { $0 != number }
        }
        guard !others.isEmpty, let notifier = notifier.withLock({ $0 }) else { return }
        for other in others { notifier.invalidate(inode: other, offset: -1, length: 0) }
    }

    /// pwrite(2) of bytes that were staged.
    func passOn(_ inode: Inode, _ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        passOn(inode) { descriptor in
            var done = 0
            while done < bytes.count {
                let count = pwrite(
                    descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset) + off_t(done))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                done += count
            }
        }
    }

    /// Counts a handle among those that share its inode of the kernel; a second call does nothing.
    ///
    /// - Parameter etag: the version that it is opened in, for one that may pass.
    /// - Returns: false when it cannot be beside the others.
    func count(_ handle: FileHandle, _ passthrough: PassthroughFile? = nil, _ etag: ETag? = nil) -> Bool {
        if handle.state.withLock({ $0.isCounted }) { return true }
        let mayPass = !handle.isWritable && !handle.isDirect
        let (isCounted, file) = handle.inode.content.state.withLock { state -> (Bool, PassthroughFile?) in
            var use = state.uses[handle.number] ?? KernelInodeUse()
            defer { state.uses[handle.number] = use.asking + use.passing > 0 ? use : nil }
            let isOurs = state.staged != nil
            if use.passing > 0 {
                guard mayPass, !isOurs, let file = use.file, file.etag == etag, !file.isChanged else {
                    return (false, nil)
                }
                use.passing += 1
                return (true, file)
            }
            if let passthrough, mayPass, !isOurs, use.asking == 0, passthrough.etag == etag, !passthrough.isChanged {
                use.file = passthrough
                use.passing = 1
                return (true, passthrough)
            }
            use.asking += 1
            return (true, nil)
        }
        if isCounted {
            handle.state.withLock { state in
                state.isCounted = true
                state.passthrough = file
            }
        }
        return isCounted
    }

    /// Counts a handle out.
    ///
    /// A second call does nothing.
    func uncount(_ handle: FileHandle) {
        let (wasCounted, passthrough) = handle.state.withLock { state in
            defer { state.isCounted = false }
            return (state.isCounted, state.passthrough)
        }
        guard wasCounted else { return }
        // The file is let go after unlocking.
        _ = handle.inode.content.state.withLock { state -> PassthroughFile? in
            guard var use = state.uses[handle.number] else { return nil }
            if passthrough == nil { use.asking -= 1 } else { use.passing -= 1 }
            let file = use.passing == 0 ? use.file : nil
            if use.passing == 0 { use.file = nil }
            state.uses[handle.number] = use.asking + use.passing > 0 ? use : nil
            return file
        }
    }

    /// A handle, counted, of a file that the kernel does not know the inode of yet.
    func openInPlace(_ inode: Inode, _ flags: Int32, opener: Int32) -> FileHandle {
        while true {
            let number = namespace.locked { _ in inode.kernelID }
            let handle = FileHandle(inode, number: number, flags: flags, opener: opener)
            if count(handle) { return handle }
            namespace.divert(inode, from: number)
        }
    }
}
