import Glibc

/// Why the local disk could not do what it was asked.
package struct LocalStoreError: Error, Hashable, Sendable {
    /// The closed set of reasons; the errno table switches over it without a default.
    package enum Reason: Hashable, Sendable, CaseIterable {
        /// The disk or the quota is full (ENOSPC, EDQUOT).
        case noSpace
        /// The process, or the system, has no descriptor left (EMFILE, ENFILE).
        case tooManyFiles
        /// The directory cannot be used: missing, not permitted, or the disk fails (any other errno).
        case inaccessible
        /// The file system is mounted read-only (EROFS).
        case readOnly
    }

    package var reason: Reason
    /// For the log: the path, what the system said, and what to do.
    package var detail: String

    /// Whether another user, or the same disk on another day, could do it: no mistake in the directory's name.
    let isTransient: Bool

    package init(_ reason: Reason, _ detail: String) {
        isTransient = false
        self.reason = reason
        self.detail = detail
    }

    /// The error of a failed system call.
    ///
    /// - Parameters:
    ///   - errno: what the call left behind.
    ///   - call: its name, for example `pwrite`.
    ///   - path: what it was called on.
    init(errno code: CInt, _ call: String, _ path: String) {
        let remedy: String
        isTransient = [ENOSPC, EDQUOT, EROFS, EACCES, EPERM, EIO, EMFILE, ENFILE].contains(code)
        switch code {
        case ENOSPC, EDQUOT:
            reason = .noSpace
            remedy = "free some space, or have the cache directory on another disk"
        case EROFS:
            reason = .readOnly
            remedy = "choose a cache directory that is writable"
        case EACCES, EPERM:
            reason = .inaccessible
            remedy = "give the user who mounts write permission, or choose another cache directory"
        case EMFILE, ENFILE:
            reason = .tooManyFiles
            remedy = "close files, or raise the limit of open files (ulimit -Hn)"
        default:
            reason = .inaccessible
            remedy = "check the directory, or choose another cache directory"
        }
        detail = "\(path): \(call): \(String(cString: strerror(code))); \(remedy)"
    }
}

extension LocalStoreError: CustomStringConvertible {
    package var description: String { "\(reason): \(detail)" }
}
