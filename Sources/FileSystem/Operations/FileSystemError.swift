import ObjectStore
import SystemPackage

/// Why an operation fails, and with which errno the caller hears of it.
struct FileSystemError: Error, Sendable {
    let errno: Errno
    /// For the log; empty for what is everyday, as a missing name.
    let detail: String

    init(_ errno: Errno, _ detail: String = "") {
        self.errno = errno
        self.detail = detail
    }
}
