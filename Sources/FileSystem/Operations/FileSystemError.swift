import ObjectStore
import SystemPackage

/// Why an operation fails, and with which errno the caller hears of it.
struct FileSystemError: Error, Sendable {
    let errno: Errno
    /// For the log; empty for what is everyday, as a missing name.
    let detail: String
    /// The store's, where it is the store that failed.
    let reason: StoreError.Reason?

    init(_ errno: Errno, _ detail: String = "", reason: StoreError.Reason? = nil) {
        self.errno = errno
        self.detail = detail
        self.reason = reason
    }
}
