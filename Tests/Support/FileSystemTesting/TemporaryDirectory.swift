import CLinux
import Glibc

/// A directory of a test's own, removed with what is in it.
package final class TemporaryDirectory: Sendable {
    /// Absolute, without symbolic links.
    package let path: String

    /// In memory (tmpfs) where there is some, so that fsync(2) costs nothing.
    package static func inMemory() throws -> TemporaryDirectory {
        try TemporaryDirectory(in: Glibc.access("/dev/shm", W_OK) == 0 ? "/dev/shm" : nil)
    }

    /// mkdtemp(3), below `parent` or TMPDIR or /tmp.
    package init(in parent: String? = nil) throws {
        let base = parent ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((base + "/pail-test-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil, let resolved = realpath(template, nil) else { throw CallError(errno) }
        path = String(cString: resolved)
        free(resolved)
    }

    deinit {
        let disk = Disk(path)
        _ = disk.removeAll()
        _ = disk.rmdir("")
    }

    package var disk: Disk { Disk(path) }
}
