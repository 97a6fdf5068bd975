import FUSE
import ObjectStore
import Synchronization

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
