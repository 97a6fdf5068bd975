import CFUSE
import Glibc

// The C structures that libfuse takes, made of our values for the length of one call.

extension stat {
    init(_ attributes: FileAttributes) {
        self.init()
        st_ino = numericCast(attributes.inode.rawValue)
        st_mode = attributes.mode.rawValue
        st_nlink = numericCast(attributes.links)
        st_uid = attributes.user
        st_gid = attributes.group
        st_rdev = numericCast(attributes.device)
        st_size = numericCast(attributes.size)
        st_blocks = numericCast(attributes.blocks)
        st_blksize = numericCast(attributes.blockSize)
        st_atim = timespec(attributes.accessed)
        st_mtim = timespec(attributes.modified)
        st_ctim = timespec(attributes.changed)
    }
}

extension timespec {
    init(_ time: FileTime) {
        self.init(tv_sec: numericCast(time.seconds), tv_nsec: numericCast(time.nanoseconds))
    }
}

extension FileTime {
    init(_ time: timespec) {
        self.init(seconds: Int64(time.tv_sec), nanoseconds: Int32(truncatingIfNeeded: time.tv_nsec))
    }
}

extension fuse_entry_param {
    init(_ entry: Entry) {
        self.init()
        ino = entry.inode.rawValue
        generation = entry.generation
        attr = stat(entry.attributes)
        entry_timeout = entry.entryTimeout.inSeconds
        attr_timeout = entry.attributeTimeout.inSeconds
    }
}

extension fuse_file_info {
    init(_ file: OpenedFile) {
        self.init()
        fh = file.handle.rawValue
        direct_io = file.directIO ? 1 : 0
        keep_cache = file.keepCache ? 1 : 0
        noflush = file.noFlush ? 1 : 0
    }
}

extension statvfs {
    init(_ statistics: FileSystemStatistics) {
        self.init()
        f_bsize = numericCast(statistics.blockSize)
        f_frsize = numericCast(statistics.blockSize)
        f_blocks = numericCast(statistics.totalBlocks)
        f_bfree = numericCast(statistics.freeBlocks)
        f_bavail = numericCast(statistics.freeBlocks)
        f_files = numericCast(statistics.totalFiles)
        f_ffree = numericCast(statistics.freeFiles)
        f_favail = numericCast(statistics.freeFiles)
        f_namemax = numericCast(statistics.maximumNameLength)
    }
}

extension Duration {
    /// The duration as libfuse takes timeouts.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}

extension EntryName {
    /// A name that the kernel passed.
    init(_ text: UnsafePointer<CChar>) {
        self.init(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}

extension AttributeChanges {
    /// What the bits of `mask` (FUSE_SET_ATTR_*) say of `values`.
    init(_ values: stat, mask: CInt) {
        self.init()
        func has(_ bit: CInt) -> Bool { mask & bit != 0 }
        if has(FUSE_SET_ATTR_MODE) { permissions = UInt32(values.st_mode) & 0o7777 }
        if has(FUSE_SET_ATTR_UID) { user = values.st_uid }
        if has(FUSE_SET_ATTR_GID) { group = values.st_gid }
        if has(FUSE_SET_ATTR_SIZE) { size = Int64(values.st_size) }
        if has(FUSE_SET_ATTR_ATIME) { accessed = .at(FileTime(values.st_atim)) }
        if has(FUSE_SET_ATTR_ATIME_NOW) { accessed = .now }
        if has(FUSE_SET_ATTR_MTIME) { modified = .at(FileTime(values.st_mtim)) }
        if has(FUSE_SET_ATTR_MTIME_NOW) { modified = .now }
    }
}
