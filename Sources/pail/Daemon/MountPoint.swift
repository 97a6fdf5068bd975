import FUSE
import Glibc

/// Whether a directory can be mounted on, and paths that survive chdir(2).
enum MountPoint {
    /// The path as the kernel will show it: absolute, without symbolic links.
    ///
    /// - Throws: `CommandFailure`: missing, no directory, a dead mount, already a mount of pail, or not the caller's.
    static func checked(_ path: String) throws(CommandFailure) -> String {
        guard let resolved = realpath(path, nil) else {
            let code = errno
            if code == ENOTCONN { throw left(path) }
            throw CommandFailure(
                .mountPoint, "\(path): \(SystemMessage.of(code))",
                advice: advice(for: code, path))
        }
        defer { free(resolved) }
        let absolute = String(cString: resolved)
        var status = stat()
        guard stat(absolute, &status) == 0 else {
            let code = errno
            if code == ENOTCONN { throw left(path) }
            throw CommandFailure(.mountPoint, "\(path): \(SystemMessage.of(code))")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandFailure(.mountPoint, "\(path): not a directory", advice: "Mount on an empty directory.")
        }
        if let mount = MountTable.current().top(at: absolute), mount.isPail {
            throw CommandFailure(
                .busy, "\(path): \(mount.source) is mounted here already",
                advice: "Unmount it first: pail umount \(path)")
        }
        // fusermount3 demands the same of ordinary users, with a message that says less.
        if geteuid() != 0, access(absolute, W_OK) != 0 {
            throw CommandFailure(
                .denied, "\(path): you may not write there, so you may not mount there",
                advice: "Mount on a directory of your own.")
        }
        return absolute
    }

    private static func advice(for code: Int32, _ path: String) -> String? {
        switch code {
        case ENOENT: "Make it first: mkdir -p \(path)"
        case EACCES: "You may not search one of the directories above it: mount on a directory of your own."
        default: nil
        }
    }

    private static func left(_ path: String) -> CommandFailure {
        CommandFailure(
            .busy, "\(path): a mount is left here whose daemon is gone",
            advice: "Take it away with: pail umount \(path)")
    }

    /// Whether a path whose end need not exist yet is in a directory that is absolute and without symbolic links.
    static func contains(_ path: String, _ directory: String) -> Bool {
        var existing = path[...]
        while true {
            if let resolved = realpath(String(existing), nil) {
                defer { free(resolved) }
                return "\(String(cString: resolved))/".hasPrefix(directory == "/" ? "/" : "\(directory)/")
            }
            guard let slash = existing.lastIndex(of: "/") else { return false }
            existing = existing[..<slash]
        }
    }

    /// The path from the root, not resolved: what it names need not exist yet.
    static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let directory = getcwd(nil, 0) else { return path }
        defer { free(directory) }
        return String(cString: directory) + "/" + path
    }
}
