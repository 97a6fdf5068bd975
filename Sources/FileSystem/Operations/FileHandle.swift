import FUSE
import ObjectStore
import Synchronization

/// One open of a file.
final class FileHandle: Sendable {
    struct State {
        /// The version that this open reads, from the first read or the open itself.
        var cursor: ReadCursor?
        var etag: ETag?
        /// Whether it is counted in its `KernelInodeUse`, and what the kernel reads it from there.
        var isCounted = false
        var passthrough: PassthroughFile?
    }

    let inode: Inode
    /// The number that the kernel opened it by.
    let number: InodeID
    let opener: Opener
    /// Whether its file may be another in the end than it was: also one that is made or cut by an open for reading.
    let isWritable: Bool
    /// Whether what the file has may stay in part: it was there, and was not cut.
    let isForChanges: Bool
    /// Asked past every page cache: O_DIRECT.
    let isDirect: Bool
    /// Whether the kernel asks for each of its reads, and how many small ones there were.
    let isReadPast = Atomic(false)
    let smallReads = Atomic(0)
    /// Whether it was used, so that the kernel has pages of it.
    let hasPages = Atomic(false)
    let state: Mutex<State>

    init(_ inode: Inode, number: InodeID, flags: Int32, opener: Int32, isNew: Bool = false) {
        self.inode = inode
        self.number = number
        self.opener = Opener(thread: opener)
        let mode = flags & OpenFlags.accessMode
        isWritable = mode != OpenFlags.readOnly || flags & OpenFlags.truncate != 0 || isNew
        isForChanges = mode != OpenFlags.readOnly && flags & OpenFlags.truncate == 0 && !isNew
        isDirect = flags & OpenFlags.direct != 0
        state = Mutex(State())
    }
}

/// The flags of open(2) that matter here, as numbers of Linux.
enum OpenFlags {
    static let accessMode: Int32 = 0o3
    static let readOnly: Int32 = 0
    static let exclusive: Int32 = 0o200
    static let truncate: Int32 = 0o1000
    static let direct: Int32 = 0o40000
}
