/// A file system, as the kernel sees it: one method an operation of libfuse's low-level API.
///
/// Every method is called on a libfuse worker thread and must not wait for the network: what memory can answer is
/// answered before it returns, anything else keeps the reply and answers later, from anywhere. A reply that is dropped
/// unsent answers `EIO`. Buffers and names passed in are valid (buffers) or owned (names) as each method says.
package protocol FileSystemOperations: AnyObject, Sendable {
    /// The session runs; `notifier` reaches the kernel's caches until the session ends.
    func started(_ notifier: Notifier)

    /// lookup: the dentry `name` of a directory. Counts one lookup on success. Caused by every path walk.
    func lookup(_ context: RequestContext, _ parent: InodeID, _ name: EntryName, _ reply: Reply<EntryAnswer>)
    /// forget, batch forget: the kernel drops lookups of inodes. No reply.
    func forget(_ inodes: [ForgottenInode])
    /// getattr: stat(2), fstat(2) (`handle` is set for the latter when the kernel knows it).
    func getAttributes(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID?, _ reply: Reply<AttributesAnswer>)
    /// setattr: chmod(2), chown(2), truncate(2), utimensat(2).
    func setAttributes(
        _ context: RequestContext, _ inode: InodeID, _ changes: AttributeChanges, _ handle: HandleID?,
        _ reply: Reply<AttributesAnswer>
    )
    /// readlink(2).
    func readLink(_ context: RequestContext, _ inode: InodeID, _ reply: Reply<LinkAnswer>)
    /// mknod(2). Counts one lookup on success, as do mkdir, symlink, link and create.
    func makeNode(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, device: UInt64,
        _ reply: Reply<EntryAnswer>
    )
    /// mkdir(2).
    func makeDirectory(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, _ reply: Reply<EntryAnswer>
    )
    /// unlink(2).
    func unlink(_ context: RequestContext, _ parent: InodeID, _ name: EntryName, _ reply: Reply<DoneAnswer>)
    /// rmdir(2).
    func removeDirectory(_ context: RequestContext, _ parent: InodeID, _ name: EntryName, _ reply: Reply<DoneAnswer>)
    /// symlink(2).
    func symbolicLink(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, target: [UInt8], _ reply: Reply<EntryAnswer>
    )
    /// rename(2), renameat2(2); `flags` are RENAME_NOREPLACE and RENAME_EXCHANGE.
    func rename(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, to newParent: InodeID, _ newName: EntryName,
        flags: UInt32, _ reply: Reply<DoneAnswer>
    )
    /// link(2).
    func link(
        _ context: RequestContext, _ inode: InodeID, _ newParent: InodeID, _ newName: EntryName,
        _ reply: Reply<EntryAnswer>
    )
    /// open(2) of a file that exists; `flags` as in open(2), with O_TRUNC (atomic) and without O_CREAT and O_EXCL.
    func open(_ context: RequestContext, _ inode: InodeID, flags: Int32, _ reply: Reply<OpenAnswer>)
    /// create: open(2) with O_CREAT of a name that the kernel does not know. Counts one lookup on success.
    func create(
        _ context: RequestContext, _ parent: InodeID, _ name: EntryName, mode: FileMode, flags: Int32,
        _ reply: Reply<CreateAnswer>
    )
    /// read: at most `size` bytes from `offset`; fewer only at the end of the file.
    func read(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, offset: Int64, size: Int,
        _ reply: Reply<DataAnswer>
    )
    /// write: `bytes` are valid until this method returns; `isWriteback` marks dirty pages of mmap(2) (any handle of the inode may carry them);
    /// `appends` is O_APPEND as it is now, which fcntl(2) may have changed since the open.
    func write(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, offset: Int64, _ bytes: UnsafeRawBufferPointer,
        isWriteback: Bool, appends: Bool, _ reply: Reply<WriteAnswer>
    )
    /// flush: every close(2) of a descriptor, so several times for one open.
    func flush(_ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>)
    /// release: the last reference to an open file is gone. Nobody hears an error.
    func release(_ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>)
    /// fsync(2), fdatasync(2).
    func synchronize(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, dataOnly: Bool, _ reply: Reply<DoneAnswer>
    )
    /// opendir(3).
    func openDirectory(_ context: RequestContext, _ inode: InodeID, flags: Int32, _ reply: Reply<OpenAnswer>)
    /// readdir and readdirplus: entries after `cookie` (0 at the start), in `size` bytes at most.
    ///
    /// With `plus`, each entry added but `.` and `..` counts one lookup.
    func readDirectory(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, cookie: UInt64, size: Int, plus: Bool,
        _ reply: Reply<DirectoryAnswer>
    )
    /// closedir(3).
    func releaseDirectory(_ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>)
    /// fsync(2) of a directory.
    func synchronizeDirectory(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, _ reply: Reply<DoneAnswer>
    )
    /// statfs(2).
    func statistics(_ context: RequestContext, _ inode: InodeID, _ reply: Reply<StatisticsAnswer>)
    /// setxattr(2); `flags` are XATTR_CREATE and XATTR_REPLACE.
    func setExtendedAttribute(
        _ context: RequestContext, _ inode: InodeID, name: String, value: [UInt8], flags: Int32,
        _ reply: Reply<DoneAnswer>
    )
    /// getxattr(2): `size` 0 asks for the length only.
    func getExtendedAttribute(
        _ context: RequestContext, _ inode: InodeID, name: String, size: Int, _ reply: Reply<ExtendedAttributeAnswer>
    )
    /// listxattr(2): names, each ended by NUL; `size` 0 asks for the length only.
    func listExtendedAttributes(
        _ context: RequestContext, _ inode: InodeID, size: Int, _ reply: Reply<ExtendedAttributeAnswer>
    )
    /// removexattr(2).
    func removeExtendedAttribute(
        _ context: RequestContext, _ inode: InodeID, name: String, _ reply: Reply<DoneAnswer>
    )
    /// fallocate(2); `mode` as FALLOC_FL_*.
    func allocate(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, mode: Int32, offset: Int64, length: Int64,
        _ reply: Reply<DoneAnswer>
    )
    /// lseek(2) with SEEK_DATA or SEEK_HOLE.
    func seek(
        _ context: RequestContext, _ inode: InodeID, _ handle: HandleID, offset: Int64, whence: Int32,
        _ reply: Reply<OffsetAnswer>
    )
    /// copy_file_range(2).
    func copyRange(
        _ context: RequestContext, from inode: InodeID, _ handle: HandleID, offset: Int64,
        to newInode: InodeID, _ newHandle: HandleID, newOffset: Int64, length: Int, _ reply: Reply<WriteAnswer>
    )
    /// The session ended: no request comes after this.
    func stopped()
}
