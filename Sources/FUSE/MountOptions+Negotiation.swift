import CFUSE

extension MountOptions {
    /// What we make of the kernel's offer at init.
    ///
    /// - No `WRITEBACK_CACHE`: a write must be ours when write(2) returns, and so must the size of the file.
    /// - No `SPLICE_*`: measured slower than one copy.
    /// - No `POSIX_LOCKS`, no `FLOCK_LOCKS`: the kernel keeps the locks of one machine by itself.
    /// - No `HANDLE_KILLPRIV`: the kernel clears set-user-ID bits by a setattr of its own.
    /// - `EXPLICIT_INVAL_DATA` rather than `AUTO_INVAL_DATA`: which version of an object a page belongs to is known
    ///   here, by ETag, and told by `keepCache` at open and by `Notifier`. The automatic kind goes by mtime, and would
    ///   drop the pages of every file that we have just written ourselves, once its time is the store's.
    func negotiate(_ connection: inout fuse_conn_info) {
        let wanted = [
            FUSE_CAP_ASYNC_READ, FUSE_CAP_ATOMIC_O_TRUNC, FUSE_CAP_READDIRPLUS,
            FUSE_CAP_PARALLEL_DIROPS, FUSE_CAP_ASYNC_DIO, FUSE_CAP_EXPLICIT_INVAL_DATA,
        ]
        var want = wanted.reduce(0) { $0 | UInt32(bitPattern: $1) } & connection.capable
        if want & UInt32(bitPattern: FUSE_CAP_EXPLICIT_INVAL_DATA) == 0 {
            want |= UInt32(bitPattern: FUSE_CAP_AUTO_INVAL_DATA) & connection.capable
        }
        connection.want = want
        connection.max_write = 1 << 20
        // The kernel's own figure is the most there is (128 KiB): asking for more keeps it. `BackingDevice` widens it.
        connection.max_readahead = UInt32(clamping: readAheadKibibytes * 1024)
        connection.max_background = UInt32(clamping: maximumBackground)
        connection.congestion_threshold = UInt32(clamping: maximumBackground * 3 / 4)
        connection.time_gran = 1
    }
}
