import Glibc

/// When the content or anything else of a file last changed, and how long it was then.
///
/// The kernel keeps the time by itself, so whoever changes a file leaves another stamp.
struct FileStamp: Hashable, Sendable, Comparable {
    /// The ctime, in nanoseconds since 1970.
    let changed: Int64
    let size: Int64

    /// Nil when the descriptor is of no file.
    init?(_ descriptor: CInt) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        size = Int64(status.st_size)
    }

    init(changed: Int64, size: Int64) {
        self.changed = changed
        self.size = size
    }

    static func < (left: Self, right: Self) -> Bool { (left.changed, left.size) < (right.changed, right.size) }
}
