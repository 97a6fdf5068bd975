import CFUSE
import Glibc
import Synchronization
import SystemPackage

// The C functions that libfuse calls, each of which decodes and calls the method of `FileSystemOperations`.
//
// What is left out answers ENOSYS, once, and the kernel does it itself or without: locks (getlk, setlk, flock),
// access (default_permissions), ioctl, poll, bmap. Nothing else may answer ENOSYS.

/// One request as its method wants it.
private struct Request<Answer> {
    let operations: any FileSystemOperations
    let context: RequestContext
    let reply: Reply<Answer>

    init(_ request: fuse_req_t?) {
        // libfuse never passes a null request.
        let request = request.unsafelyUnwrapped
        let core = SessionCore.of(request)
        // The context is null before the session has started only, and no operation comes then.
        let caller = fuse_req_ctx(request).unsafelyUnwrapped.pointee
        operations = core.operations
        context = RequestContext(
            unique: core.nextUnique(), user: caller.uid, group: caller.gid, process: caller.pid
        )
        reply = Reply(to: request, core: core)
    }
}

/// Where libfuse passes a pointer that is never null, or `fi` of an operation on an open file.
private typealias FileInformation = UnsafeMutablePointer<fuse_file_info>?

extension FileInformation {
    fileprivate var handle: HandleID { HandleID(rawValue: unsafelyUnwrapped.pointee.fh) }
    fileprivate var flags: CInt { unsafelyUnwrapped.pointee.flags }
}

extension Optional<UnsafePointer<CChar>> {
    /// The name that libfuse passed.
    fileprivate var name: EntryName { EntryName(unsafelyUnwrapped) }
    /// The name, where it is UTF-8.
    fileprivate var validText: String? { String(validatingCString: unsafelyUnwrapped) }
}

/// The table of operations for fuse_session_new.
func makeOperationTable(extendedAttributes: Bool) -> fuse_lowlevel_ops {
    var table = fuse_lowlevel_ops()
    table.`init` = { userdata, connection in
        guard let userdata, let connection else { return }
        let core = SessionCore.of(userdata)
        core.options.negotiate(&connection.pointee)
        core.notifier.attach(core)
        core.hasStarted.store(true, ordering: .sequentiallyConsistent)
        core.operations.started(core.notifier)
    }
    addNames(to: &table)
    addInodes(to: &table)
    addFiles(to: &table)
    addDirectories(to: &table)
    if extendedAttributes { addExtendedAttributes(to: &table) }
    return table
}

private func addNames(to table: inout fuse_lowlevel_ops) {
    table.lookup = { request, parent, name in
        let it = Request<EntryAnswer>(request)
        it.operations.lookup(it.context, InodeID(rawValue: parent), name.name, it.reply)
    }
    table.mknod = { request, parent, name, mode, device in
        let it = Request<EntryAnswer>(request)
        it.operations.makeNode(
            it.context, InodeID(rawValue: parent), name.name, mode: FileMode(rawValue: mode), device: UInt64(device),
            it.reply
        )
    }
    table.mkdir = { request, parent, name, mode in
        let it = Request<EntryAnswer>(request)
        // mkdir(2) passes permissions only.
        let mode = FileMode(rawValue: FileMode.directory | mode & 0o7777)
        it.operations.makeDirectory(it.context, InodeID(rawValue: parent), name.name, mode: mode, it.reply)
    }
    table.unlink = { request, parent, name in
        let it = Request<DoneAnswer>(request)
        it.operations.unlink(it.context, InodeID(rawValue: parent), name.name, it.reply)
    }
    table.rmdir = { request, parent, name in
        let it = Request<DoneAnswer>(request)
        it.operations.removeDirectory(it.context, InodeID(rawValue: parent), name.name, it.reply)
    }
    table.symlink = { request, target, parent, name in
        let it = Request<EntryAnswer>(request)
        it.operations.symbolicLink(
            it.context, InodeID(rawValue: parent), name.name, target: target.name.bytes, it.reply
        )
    }
    table.rename = { request, parent, name, newParent, newName, flags in
        let it = Request<DoneAnswer>(request)
        it.operations.rename(
            it.context, InodeID(rawValue: parent), name.name, to: InodeID(rawValue: newParent), newName.name,
            flags: flags, it.reply
        )
    }
    table.link = { request, inode, newParent, newName in
        let it = Request<EntryAnswer>(request)
        it.operations.link(
            it.context, InodeID(rawValue: inode), InodeID(rawValue: newParent), newName.name, it.reply
        )
    }
    table.create = { request, parent, name, mode, file in
        let it = Request<CreateAnswer>(request)
        widenReadAhead(of: request)
        it.operations.create(
            it.context, InodeID(rawValue: parent), name.name, mode: FileMode(rawValue: mode), flags: file.flags,
            it.reply
        )
    }
}

private func addInodes(to table: inout fuse_lowlevel_ops) {
    table.forget = { request, inode, count in
        SessionCore.of(request.unsafelyUnwrapped).operations
            .forget([ForgottenInode(inode: InodeID(rawValue: inode), count: count)])
        fuse_reply_none(request)
    }
    table.forget_multi = { request, count, forgets in
        SessionCore.of(request.unsafelyUnwrapped).operations.forget(
            UnsafeBufferPointer(start: forgets, count: count).map {
                ForgottenInode(inode: InodeID(rawValue: $0.ino), count: $0.nlookup)
            })
        fuse_reply_none(request)
    }
    table.getattr = { request, inode, file in
        let it = Request<AttributesAnswer>(request)
        let handle = file == nil ? nil : file.handle
        it.operations.getAttributes(it.context, InodeID(rawValue: inode), handle, it.reply)
    }
    table.setattr = { request, inode, values, mask, file in
        let it = Request<AttributesAnswer>(request)
        let changes = AttributeChanges(values.unsafelyUnwrapped.pointee, mask: mask)
        let handle = file == nil ? nil : file.handle
        it.operations.setAttributes(it.context, InodeID(rawValue: inode), changes, handle, it.reply)
    }
    table.readlink = { request, inode in
        let it = Request<LinkAnswer>(request)
        it.operations.readLink(it.context, InodeID(rawValue: inode), it.reply)
    }
    table.statfs = { request, inode in
        let it = Request<StatisticsAnswer>(request)
        it.operations.statistics(it.context, InodeID(rawValue: inode), it.reply)
    }
}

private func addFiles(to table: inout fuse_lowlevel_ops) {
    table.open = { request, inode, file in
        let it = Request<OpenAnswer>(request)
        widenReadAhead(of: request)
        it.operations.open(it.context, InodeID(rawValue: inode), flags: file.flags, it.reply)
    }
    table.read = { request, inode, size, offset, file in
        let it = Request<DataAnswer>(request)
        it.operations.read(
            it.context, InodeID(rawValue: inode), file.handle, offset: Int64(offset), size: size, it.reply
        )
    }
    table.write = { request, inode, bytes, size, offset, file in
        let it = Request<WriteAnswer>(request)
        it.operations.write(
            it.context, InodeID(rawValue: inode), file.handle, offset: Int64(offset),
            UnsafeRawBufferPointer(start: bytes, count: size),
            isWriteback: file.unsafelyUnwrapped.pointee.writepage != 0, appends: file.flags & O_APPEND != 0, it.reply
        )
    }
    table.flush = { request, inode, file in
        let it = Request<DoneAnswer>(request)
        it.operations.flush(it.context, InodeID(rawValue: inode), file.handle, it.reply)
    }
    table.release = { request, inode, file in
        let it = Request<DoneAnswer>(request)
        it.operations.release(it.context, InodeID(rawValue: inode), file.handle, it.reply)
    }
    table.fsync = { request, inode, dataOnly, file in
        let it = Request<DoneAnswer>(request)
        it.operations.synchronize(
            it.context, InodeID(rawValue: inode), file.handle, dataOnly: dataOnly != 0, it.reply
        )
    }
    table.fallocate = { request, inode, mode, offset, length, file in
        let it = Request<DoneAnswer>(request)
        it.operations.allocate(
            it.context, InodeID(rawValue: inode), file.handle, mode: mode, offset: Int64(offset),
            length: Int64(length), it.reply
        )
    }
    table.lseek = { request, inode, offset, whence, file in
        let it = Request<OffsetAnswer>(request)
        it.operations.seek(
            it.context, InodeID(rawValue: inode), file.handle, offset: Int64(offset), whence: whence, it.reply
        )
    }
    table.copy_file_range = { request, inode, offset, file, newInode, newOffset, newFile, length, _ in
        let it = Request<WriteAnswer>(request)
        it.operations.copyRange(
            it.context, from: InodeID(rawValue: inode), file.handle, offset: Int64(offset),
            to: InodeID(rawValue: newInode), newFile.handle, newOffset: Int64(newOffset), length: length, it.reply
        )
    }
}

private func addDirectories(to table: inout fuse_lowlevel_ops) {
    table.opendir = { request, inode, file in
        let it = Request<OpenAnswer>(request)
        it.operations.openDirectory(it.context, InodeID(rawValue: inode), flags: file.flags, it.reply)
    }
    table.readdir = { request, inode, size, offset, file in
        let it = Request<DirectoryAnswer>(request)
        it.operations.readDirectory(
            it.context, InodeID(rawValue: inode), file.handle, cookie: UInt64(bitPattern: Int64(offset)), size: size,
            plus: false, it.reply
        )
    }
    table.readdirplus = { request, inode, size, offset, file in
        let it = Request<DirectoryAnswer>(request)
        it.operations.readDirectory(
            it.context, InodeID(rawValue: inode), file.handle, cookie: UInt64(bitPattern: Int64(offset)), size: size,
            plus: true, it.reply
        )
    }
    table.releasedir = { request, inode, file in
        let it = Request<DoneAnswer>(request)
        it.operations.releaseDirectory(it.context, InodeID(rawValue: inode), file.handle, it.reply)
    }
    table.fsyncdir = { request, inode, _, file in
        let it = Request<DoneAnswer>(request)
        it.operations.synchronizeDirectory(it.context, InodeID(rawValue: inode), file.handle, it.reply)
    }
}

// Names are text here: a name that is none is one of a kind that there is not.
private func addExtendedAttributes(to table: inout fuse_lowlevel_ops) {
    table.setxattr = { request, inode, name, value, size, flags in
        let it = Request<DoneAnswer>(request)
        guard let name = name.validText else { return it.reply.fail(.notSupported) }
        let value = [UInt8](UnsafeRawBufferPointer(start: value, count: size))
        it.operations.setExtendedAttribute(
            it.context, InodeID(rawValue: inode), name: name, value: value, flags: flags, it.reply
        )
    }
    table.getxattr = { request, inode, name, size in
        let it = Request<ExtendedAttributeAnswer>(request)
        guard let name = name.validText else { return it.reply.fail(.notSupported) }
        it.operations.getExtendedAttribute(it.context, InodeID(rawValue: inode), name: name, size: size, it.reply)
    }
    table.listxattr = { request, inode, size in
        let it = Request<ExtendedAttributeAnswer>(request)
        it.operations.listExtendedAttributes(it.context, InodeID(rawValue: inode), size: size, it.reply)
    }
    table.removexattr = { request, inode, name in
        let it = Request<DoneAnswer>(request)
        guard let name = name.validText else { return it.reply.fail(.notSupported) }
        it.operations.removeExtendedAttribute(it.context, InodeID(rawValue: inode), name: name, it.reply)
    }
}

/// Widens the mount's read-ahead when the first file is opened: before, the kernel may still be taking the answer to
/// init, which narrows it again, and after, files that are open keep the narrow one.
private func widenReadAhead(of request: fuse_req_t?) {
    let core = SessionCore.of(request.unsafelyUnwrapped)
    if !core.isReadAheadSet.load(ordering: .relaxed), !core.isReadAheadSet.exchange(true, ordering: .relaxed) {
        BackingDevice(minor: core.deviceMinor.load(ordering: .relaxed)).setReadAhead(core.options.readAheadKibibytes)
    }
}
