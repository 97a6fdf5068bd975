import CFUSE
package import SystemPackage

/// The one answer that a request is owed, to be sent once and from any thread.
///
/// Sending twice traps; dropping a reply unsent answers `EIO` rather than leaving the caller asleep in the kernel.
package final class Reply<Answer>: Sendable {
    /// Placeholder of the interface: the implementation belongs to the FUSE room.
    init() {}

    /// fuse_reply_err: fails the request.
    package func fail(_ errno: Errno) {}

    /// Whether the caller was interrupted.
    package var isInterrupted: Bool { false }

    /// Calls `handler` once, on another thread or at once, if the caller is interrupted before the reply is sent.
    package func onInterrupt(_ handler: @escaping @Sendable () -> Void) {}
}

extension Reply where Answer == EntryAnswer {
    /// fuse_reply_entry.
    package func send(_ entry: Entry) {}
    /// A negative dentry: the name does not exist, for as long as `timeout`.
    package func sendMissing(timeout: Duration) {}
}
extension Reply where Answer == AttributesAnswer {
    /// fuse_reply_attr.
    package func send(_ attributes: FileAttributes, timeout: Duration) {}
}
extension Reply where Answer == LinkAnswer {
    /// fuse_reply_readlink.
    package func send(_ target: [UInt8]) {}
}
extension Reply where Answer == DoneAnswer {
    /// fuse_reply_err with 0.
    package func done() {}
}
extension Reply where Answer == OpenAnswer {
    /// fuse_reply_open. Returns false when the opener is gone: no release follows then.
    @discardableResult package func send(_ file: OpenedFile) -> Bool { true }
}
extension Reply where Answer == CreateAnswer {
    /// fuse_reply_create. Returns false when the opener is gone: no release and no forget follow then.
    @discardableResult package func send(_ entry: Entry, _ file: OpenedFile) -> Bool { true }
}
extension Reply where Answer == DataAnswer {
    /// fuse_reply_buf: bytes in memory, copied before this returns.
    package func send(_ bytes: UnsafeRawBufferPointer) {}
    /// fuse_reply_iov: pieces of memory, in order, copied before this returns.
    package func send(_ pieces: [UnsafeRawBufferPointer]) {}
}
extension Reply where Answer == WriteAnswer {
    /// fuse_reply_write.
    package func send(_ count: Int) {}
}
extension Reply where Answer == DirectoryAnswer {
    /// Sends the entries gathered; an empty buffer is the end of the directory.
    package func send(_ buffer: consuming DirectoryBuffer) {}
}
extension Reply where Answer == StatisticsAnswer {
    /// fuse_reply_statfs.
    package func send(_ statistics: FileSystemStatistics) {}
}
extension Reply where Answer == ExtendedAttributeAnswer {
    /// fuse_reply_xattr: the size that was asked for.
    package func send(size: Int) {}
    /// fuse_reply_buf: the value.
    package func send(_ value: [UInt8]) {}
}
extension Reply where Answer == OffsetAnswer {
    /// fuse_reply_lseek.
    package func send(_ offset: Int64) {}
}

/// Entries of a directory in the kernel's form, up to the size that it asked for.
package struct DirectoryBuffer: ~Copyable {
    /// `plus` packs readdirplus records.
    package init(size: Int, plus: Bool) {}

    /// Whether nothing was added.
    package var isEmpty: Bool { true }

    /// fuse_add_direntry_plus: adds an entry; false when it does not fit (and was not added).
    ///
    /// - Parameter nextCookie: where a reading that ends with this entry goes on.
    package mutating func append(_ name: EntryName, _ entry: Entry, nextCookie: UInt64) -> Bool { false }

    /// fuse_add_direntry, or in a plus buffer an entry with inode 0 that counts no lookup (`.`, `..`): number and kind only.
    package mutating func append(_ name: EntryName, inode: InodeID, mode: FileMode, nextCookie: UInt64) -> Bool { false }
}

/// Tells the kernel to drop what it caches. Thread-safe; calls after the session's end do nothing.
package final class Notifier: Sendable {
    init() {}

    /// fuse_lowlevel_notify_inval_inode: attributes, and pages from `offset` (`length` 0: to the end; offset below 0: attributes only).
    package func invalidate(inode: InodeID, offset: Int64, length: Int64) {}

    /// fuse_lowlevel_notify_inval_entry: a dentry. Must not be called from within an operation on `parent`.
    package func invalidate(entry name: EntryName, in parent: InodeID) {}
}
