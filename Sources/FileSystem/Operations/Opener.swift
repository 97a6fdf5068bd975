import FUSE
import Glibc

/// The thread that made an open, for the file's other closes: flush(2) comes with every close(2), and with the end of each
/// process that has inherited a descriptor.
///
/// All is from proc(5); where that tells nothing (another user's process, another namespace) the answer is no.
struct Opener: Sendable {
    let thread: Int32

    /// Whether the process of `thread` lives, is not that of `other`, and has a descriptor of the inode.
    func hasOpen(_ inode: InodeID, beside other: Int32) -> Bool {
        guard thread > 0, other > 0, thread != other else { return false }
        // A thread's number has all threads of its process below it.
        let home = "/proc/\(thread)"
        guard access("\(home)/task", F_OK) == 0, access("\(home)/task/\(other)", F_OK) != 0 else { return false }
        return Self.names(in: "\(home)/fdinfo").contains { Self.inode(of: "\(home)/fdinfo/\($0)") == inode.rawValue }
    }

    private static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// The line `ino:` of proc_pid_fdinfo(5).
    private static func inode(of path: String) -> UInt64? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let text = String(unsafeUninitializedCapacity: 512) { max(0, read(descriptor, $0.baseAddress, $0.count)) }
        for line in text.split(separator: "\n") where line.hasPrefix("ino:") {
            return UInt64(line.dropFirst(4).drop { $0 == "\t" || $0 == " " })
        }
        return nil
    }
}
