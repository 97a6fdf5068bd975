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
