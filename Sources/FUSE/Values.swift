/// The number of an inode, as the kernel and stat(2) know it.
///
/// 1 is the root.
package struct InodeID: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
    /// FUSE_ROOT_ID.
    package static let root = InodeID(rawValue: 1)
}

/// How many lookups of an inode the kernel drops.
package struct ForgottenInode: Sendable {
    package let inode: InodeID
    package let count: UInt64

    package init(inode: InodeID, count: UInt64) {
        self.inode = inode
        self.count = count
    }
}

/// The number of one open of a file or directory: what we put into `fi->fh`.
package struct HandleID: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// One component of a path, byte for byte; never empty, never with NUL or `/`.
package struct EntryName: Hashable, Sendable {
    package let bytes: [UInt8]
    package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    package init(_ text: String) { bytes = Array(text.utf8) }
    /// The longest name that we take, in bytes (NAME_MAX).
    package static let maximumLength = 255
}

extension EntryName: CustomStringConvertible {
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// `st_mode`: kind (S_IFMT) and permission bits.
package struct FileMode: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let regular: UInt32 = 0o100000
    package static let directory: UInt32 = 0o040000
    package static let symbolicLink: UInt32 = 0o120000
    package static let fifo: UInt32 = 0o010000
    package static let socket: UInt32 = 0o140000

    /// The bits of S_IFMT.
    package var kind: UInt32 { rawValue & 0o170000 }
    /// The low twelve bits.
    package var permissions: UInt32 { rawValue & 0o7777 }
}

/// Who asks.
package struct RequestContext: Sendable {
    /// A number of the request, never used twice in a session: the first link of the chain to the server's request id.
    ///
    /// Ours, because libfuse does not show the kernel's.
    package let unique: UInt64
    package let user: UInt32
    package let group: UInt32
    /// The thread that called, in our namespace of processes; 0 when it is not in it.
    package let process: Int32

    package init(unique: UInt64, user: UInt32, group: UInt32, process: Int32) {
        self.unique = unique
        self.user = user
        self.group = group
        self.process = process
    }
}

/// A point of the real-time clock, as in `struct timespec`.
package struct FileTime: Hashable, Sendable {
    package var seconds: Int64
    package var nanoseconds: Int32
    package init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }
}

/// What stat(2) tells.
package struct FileAttributes: Hashable, Sendable {
    package var inode: InodeID
    package var mode: FileMode
    package var links: UInt32 = 1
    package var user: UInt32
    package var group: UInt32
    /// Bytes.
    package var size: Int64
    /// 512-byte units.
    package var blocks: Int64
    /// `st_rdev`.
    package var device: UInt64 = 0
    package var accessed: FileTime
    package var modified: FileTime
    package var changed: FileTime
    /// `st_blksize`, bytes.
    package var blockSize: Int32 = 4096

    package init(
        inode: InodeID, mode: FileMode, user: UInt32, group: UInt32, size: Int64, accessed: FileTime,
        modified: FileTime,
        changed: FileTime
    ) {
        self.inode = inode
        self.mode = mode
        self.user = user
        self.group = group
        self.size = size
        self.blocks = size / 512 + (size % 512).signum()
        self.accessed = accessed
        self.modified = modified
        self.changed = changed
    }
}

/// What a setattr asks to change: only what is set.
package struct AttributeChanges: Sendable {
    /// Permission bits.
    package var permissions: UInt32?
    package var user: UInt32?
    package var group: UInt32?
    package var size: Int64?
    package var accessed: TimeChange?
    package var modified: TimeChange?

    package enum TimeChange: Sendable, Equatable {
        case now
        case at(FileTime)
    }

    package init() {}
}

/// A dentry and its inode's attributes, for as long as the kernel may trust them.
package struct Entry: Sendable {
    package var inode: InodeID
    package var generation: UInt64
    package var attributes: FileAttributes
    package var entryTimeout: Duration
    package var attributeTimeout: Duration

    package init(
        inode: InodeID, generation: UInt64 = 0, attributes: FileAttributes, entryTimeout: Duration,
        attributeTimeout: Duration
    ) {
        self.inode = inode
        self.generation = generation
        self.attributes = attributes
        self.entryTimeout = entryTimeout
        self.attributeTimeout = attributeTimeout
    }
}

/// How an opened file behaves in the kernel.
package struct OpenedFile: Sendable {
    package var handle: HandleID
    /// Bypasses the page cache.
    package var directIO: Bool
    /// Keeps what the page cache has of the inode.
    package var keepCache: Bool
    /// The kernel need not send flush at close(2): nothing will have to be written.
    package var noFlush: Bool
    /// The file on the local disk that the kernel reads instead of asking: see `Notifier.openBacking`.
    ///
    /// With it, `keepCache` has no meaning.
    package var backing: BackingID?

    package init(
        handle: HandleID, directIO: Bool = false, keepCache: Bool = false, noFlush: Bool = false,
        backing: BackingID? = nil
    ) {
        self.handle = handle
        self.directIO = directIO
        self.keepCache = keepCache
        self.noFlush = noFlush
        self.backing = backing
    }
}

/// What statfs(2) tells.
package struct FileSystemStatistics: Sendable {
    package var blockSize: UInt64
    package var totalBlocks: UInt64
    package var freeBlocks: UInt64
    package var totalFiles: UInt64
    package var freeFiles: UInt64
    package var maximumNameLength: UInt64

    package init(
        blockSize: UInt64, totalBlocks: UInt64, freeBlocks: UInt64, totalFiles: UInt64, freeFiles: UInt64,
        maximumNameLength: UInt64
    ) {
        self.blockSize = blockSize
        self.totalBlocks = totalBlocks
        self.freeBlocks = freeBlocks
        self.totalFiles = totalFiles
        self.freeFiles = freeFiles
        self.maximumNameLength = maximumNameLength
    }
}
