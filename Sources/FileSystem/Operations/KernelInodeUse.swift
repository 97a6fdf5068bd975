import FUSE
import ObjectStore

/// The version of an object that handles were opened in.
struct OpenedVersion: Hashable, Sendable {
    var etag: ETag?
    let size: Int64
    let modified: FileTime
}

/// How one inode of the kernel is open: by handles that ask us, or by handles that the kernel reads from one file of the
/// disk cache.
///
/// Never by both: the kernel answers such an open with EIO. Guarded as the `FileContent` that it is in.
struct KernelInodeUse {
    var asking = 0
    var passing = 0
    /// What the handles read, once one of them has been registered; they all read the same.
    var version: OpenedVersion?
    /// What is written through this mount began with another version than these handles read: they do not see it.
    var isApart = false
    /// What those that pass are read from.
    var file: PassthroughFile?
}
