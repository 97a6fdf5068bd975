package import ObjectStore

/// How one mount behaves.
package struct FileSystemConfiguration: Sendable {
    /// The mount's root within the bucket: empty, or ending in `/`.
    package var prefix: ObjectKey
    package var readOnly = false
    /// The owner of what has no stored owner.
    package var user: UInt32
    package var group: UInt32
    /// Permission bits taken from `fileMode` and `directoryMode`.
    package var umask: UInt32 = 0
    /// Permission bits of files and directories without stored ones.
    package var fileMode: UInt32 = 0o644
    package var directoryMode: UInt32 = 0o755
    /// Shows every object's stored attributes, asking for them where they are not known.
    package var posix = false
    /// How long a listing or an answer about a name is believed.
    package var metadataTTL: Duration = .seconds(60)
    /// How many entries of one directory are kept; what comes after them is listed, and asked for name by name.
    package var entriesKept = 200_000
    /// How many inodes there may be before those are forgotten that nobody has used for the longest time.
    package var inodesKept = 400_000
    /// From which size on files are read past the kernel's page cache the first time: see `BucketFileSystem.isReadPast`.
    package var directReadSize: Int64 = 32 << 20
    /// From which size on files are read by the kernel itself where they are in the disk cache whole: below, its pages serve
    /// as well, and a file that is read so has a second inode in the kernel for who writes it (decision 0015).
    package var passthroughSize: Int64 = 1 << 20
    /// Bytes of memory to get along with: readers, and what is fetched to change files, have their shares of it.
    package var memoryLimit: Int64 = 512 << 20
    /// Leaves keys out that have no name of their own.
    package var hidesEscapedNames = false
    /// Publishes over the changes of others.
    package var overwritesConflicts = false

    /// Permission bits of what has no stored ones.
    func permissions(isDirectory: Bool) -> UInt32 {
        (isDirectory ? directoryMode : fileMode) & ~umask
    }

    /// - Parameter prefix: completed with a slash where it has none.
    package init(prefix: ObjectKey = "", user: UInt32, group: UInt32) {
        self.prefix = prefix.bytes.isEmpty || prefix.isDirectoryMarker ? prefix : prefix + "/".utf8
        self.user = user
        self.group = group
    }
}
