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
    /// Whether its file may be another in the end than it was: also one that is made or cut by an open for reading.
    let isWritable: Bool
    let isReadable: Bool
    /// Asked past every page cache: O_DIRECT.
    let isDirect: Bool
    /// Whether the kernel asks for each of its reads, and how many small ones there were.
    let isReadPast = Atomic(false)
    let smallReads = Atomic(0)
    /// Whether it was used, so that the kernel has pages of it.
    let hasPages = Atomic(false)
    let state: Mutex<State>

    init(_ inode: Inode, number: InodeID, flags: Int32, isNew: Bool = false) {
        self.inode = inode
        self.number = number
        let mode = flags & OpenFlags.accessMode
        isWritable = mode != OpenFlags.readOnly || flags & OpenFlags.truncate != 0 || isNew
        isReadable = mode != OpenFlags.writeOnly
        isDirect = flags & OpenFlags.direct != 0
        state = Mutex(State())
    }
}

/// One open of a directory: the listing that it reads, chosen anew at each rewind.
final class DirectoryHandle: Sendable {
    let inode: Inode
    let listing: Mutex<DirectoryFetch?> = Mutex(nil)

    init(_ inode: Inode) { self.inode = inode }
}

/// The handles that the kernel holds, by number.
final class HandleTable: Sendable {
    private struct State {
        var next: UInt64 = 1
        var files: [HandleID: FileHandle] = [:]
        var directories: [HandleID: DirectoryHandle] = [:]
    }

    private let state = Mutex(State())

    func insert(_ file: FileHandle) -> HandleID {
        state.withLock { state in
            defer { state.next += 1 }
            state.files[HandleID(rawValue: state.next)] = file
            return HandleID(rawValue: state.next)
        }
    }

    func insert(_ directory: DirectoryHandle) -> HandleID {
        state.withLock { state in
            defer { state.next += 1 }
            state.directories[HandleID(rawValue: state.next)] = directory
            return HandleID(rawValue: state.next)
        }
    }

    func file(_ id: HandleID) -> FileHandle? { state.withLock { $0.files[id] } }
    func directory(_ id: HandleID) -> DirectoryHandle? { state.withLock { $0.directories[id] } }
    /// The open handles of an inode.
    ///
    /// Complexity: O(open handles).
    func files(of inode: Inode) -> [FileHandle] { state.withLock { $0.files.values.filter { $0.inode === inode } } }
    /// How many are open that the kernel reads by itself.
    ///
    /// Complexity: O(open handles).
    var passingCount: Int {
        state.withLock { $0.files.values.count { file in file.state.withLock { $0.passthrough != nil } } }
    }
    /// How many are open whose reads all come to us.
    ///
    /// Complexity: O(open handles).
    var readPastCount: Int { state.withLock { $0.files.values.count { $0.isReadPast.load(ordering: .relaxed) } } }
    /// All that are open.
    var openFiles: [HandleID] { state.withLock { Array($0.files.keys) } }
    func removeFile(_ id: HandleID) -> FileHandle? { state.withLock { $0.files.removeValue(forKey: id) } }
    @discardableResult
    func removeDirectory(_ id: HandleID) -> DirectoryHandle? {
        state.withLock { $0.directories.removeValue(forKey: id) }
    }
}

/// The flags of open(2) that matter here, as numbers of Linux.
enum OpenFlags {
    static let accessMode: Int32 = 0o3
    static let readOnly: Int32 = 0
    static let writeOnly: Int32 = 1
    static let create: Int32 = 0o100
    static let exclusive: Int32 = 0o200
    static let truncate: Int32 = 0o1000
    static let direct: Int32 = 0o40000
}
