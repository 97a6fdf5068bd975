import Glibc

/// What stat(2) says, as far as tests look at it.
package struct FileStatus: Hashable, Sendable {
    /// The bits of S_IFMT.
    package var kind: UInt32
    /// The low twelve bits of the mode.
    package var permissions: UInt32
    /// Bytes.
    package var size: Int64
    package var seconds: Int64
    package var nanoseconds: Int64
    package var inode: UInt64
    package var links: UInt64
    /// 512-byte units.
    package var blocks: Int64
    package var user: UInt32
    package var group: UInt32

    init(_ status: stat) {
        kind = status.st_mode & 0o170000
        permissions = status.st_mode & 0o7777
        size = Int64(status.st_size)
        seconds = Int64(status.st_mtim.tv_sec)
        nanoseconds = Int64(status.st_mtim.tv_nsec)
        inode = UInt64(status.st_ino)
        links = UInt64(status.st_nlink)
        blocks = Int64(status.st_blocks)
        user = status.st_uid
        group = status.st_gid
    }

    package var isDirectory: Bool { kind == 0o040000 }
    package var isRegular: Bool { kind == 0o100000 }
    package var isLink: Bool { kind == 0o120000 }
}

/// One entry of a directory.
package struct DirectoryEntry: Hashable, Sendable, Comparable {
    package var name: [UInt8]
    /// DT_REG (8), DT_DIR (4), DT_LNK (10), …; 0 when the file system does not say.
    package var type: UInt8

    package static func < (left: DirectoryEntry, right: DirectoryEntry) -> Bool {
        left.name.lexicographicallyPrecedes(right.name)
    }
}
