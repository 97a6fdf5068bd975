import FUSE
import Glibc

extension MountTable.Entry {
    /// Whether it is a mount of this program.
    var isPail: Bool { type == "fuse.pail" }
}

extension MountTable {
    /// The mount of pail at a path, also when its daemon is gone and the path itself no longer answers.
    ///
    /// - Throws: `CommandFailure` (72) when there is none.
    static func pailMount(at path: String) throws(CommandFailure) -> Entry {
        let absolute = path.isEmpty ? "" : resolved(path)
        if let entry = current().top(at: absolute), entry.isPail { return entry }
        throw CommandFailure(
            .mountPoint, "\(path.isEmpty ? "''" : path): no bucket is mounted here",
            advice: "See what is mounted with: findmnt -t fuse.pail")
    }

    /// Whether what has this number of a device (`st_dev`) is in a mount of pail.
    func isInPail(_ device: dev_t) -> Bool {
        // gnu_dev_major(3), gnu_dev_minor(3)
        let major = UInt32((device >> 8) & 0xfff | (device >> 32) & ~0xfff & 0xffff_ffff)
        let minor = UInt32(device & 0xff | (device >> 12) & ~0xff & 0xffff_ffff)
        return entries.contains { $0.isPail && $0.major == major && $0.minor == minor }
    }

    /// The innermost mount of pail that an absolute path is in, also when it answers no longer.
    func pailMount(containing path: String) -> Entry? {
        let names = path.split(separator: "/")
        for count in (0...names.count).reversed() {
            guard let existing = realpath("/" + names[..<count].joined(separator: "/"), nil) else { continue }
            defer { free(existing) }
            let whole = String(cString: existing) + names[count...].map { "/\($0)" }.joined() + "/"
            return entries.filter { $0.isPail && whole.hasPrefix("\($0.mountPoint)/") }
                .max { $0.mountPoint.utf8.count < $1.mountPoint.utf8.count }
        }
        return nil
    }

    private static func resolved(_ path: String) -> String {
        if let whole = realpath(path, nil) {
            defer { free(whole) }
            return String(cString: whole)
        }
        var trimmed = MountPoint.absolute(path)
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return trimmed }
        let parent = String(trimmed[..<slash])
        guard let whole = realpath(parent.isEmpty ? "/" : parent, nil) else { return trimmed }
        defer { free(whole) }
        let directory = String(cString: whole)
        return (directory == "/" ? "" : directory) + trimmed[slash...]
    }
}
