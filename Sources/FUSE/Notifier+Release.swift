import CFUSE
import Glibc
import Synchronization
import SystemPackage

/// A name that the kernel holds: it has been told of the inode, and has not forgotten it.
package struct HeldName: Sendable {
    package let inode: InodeID
    package let parent: InodeID
    package let name: EntryName
    package let isDirectory: Bool

    package init(inode: InodeID, parent: InodeID, name: EntryName, isDirectory: Bool) {
        self.inode = inode
        self.parent = parent
        self.name = name
        self.isDirectory = isDirectory
    }
}

extension Notifier {
    /// Asks the kernel to let go of names, on a thread of its own: batch after batch, until `next` answers nil.
    ///
    /// The kernel forgets (`FileSystemOperations.forget`) those that no process uses. Before Linux 6.18 it cannot be asked
    /// so (`FUSE_NOTIFY_PRUNE`): there a file's name is invalidated, and directories stay, because one that is
    /// invalidated while it is somebody's current directory, or has a mount below it, loses that.
    ///
    /// - Returns: false when the process may have no more threads; nothing was asked then.
    package func release(_ next: @escaping @Sendable () -> [HeldName]?) -> Bool {
        DetachedThread.start(name: "pail-release") {
            while let names = next() {
                if !names.isEmpty, !self.release(names) { return }
            }
        }
    }

    /// - Returns: false when the session has ended.
    private func release(_ names: [HeldName]) -> Bool {
        var isAlive = false
        var isUnknown = false
        notify { core, session in
            isAlive = true
            isUnknown = !core.canPrune.load(ordering: .relaxed)
            guard !isUnknown, Self.prune(names.map(\.inode), on: fuse_session_fd(session)) == .invalidArgument else {
                return
            }
            isUnknown = true
            core.canPrune.store(false, ordering: .relaxed)
        }
        if isUnknown {
            for name in names where !name.isDirectory { invalidate(entry: name.name, in: name.parent) }
        }
        return isAlive
    }

    /// FUSE_NOTIFY_PRUNE of linux/fuse.h, which libfuse 3.14 has no name for: fuse_out_header (length, the notification
    /// as its error, no unique number), fuse_notify_prune_out (count), the numbers.
    ///
    /// - Returns: what the kernel says against it; EINVAL when it knows no such notification.
    private static func prune(_ inodes: [InodeID], on device: CInt) -> Errno? {
        let words = 4 + inodes.count
        let message: [UInt64] =
            [
                UInt64(UInt32(words * 8)) | pruneCode << 32, 0, UInt64(UInt32(inodes.count)), 0,
            ] + inodes.map(\.rawValue)
        return message.withUnsafeBytes { write(device, $0.baseAddress, $0.count) } < 0 ? Errno(rawValue: errno) : nil
    }

    private static let pruneCode: UInt64 = 9
}
