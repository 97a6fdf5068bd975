import CFUSE
import Glibc
import SystemPackage

extension Reply where Answer == EntryAnswer {
    /// fuse_reply_entry.
    package func send(_ entry: Entry) {
        var parameters = fuse_entry_param(entry)
        _ = fuse_reply_entry(take(), &parameters)
    }

    /// A negative dentry: the name does not exist, for as long as `timeout`.
    package func sendMissing(timeout: Duration) {
        guard timeout > .zero else { return fail(.noSuchFileOrDirectory) }
        var parameters = fuse_entry_param()
        parameters.entry_timeout = timeout.inSeconds
        _ = fuse_reply_entry(take(), &parameters)
    }
}

extension Reply where Answer == AttributesAnswer {
    /// fuse_reply_attr.
    package func send(_ attributes: FileAttributes, timeout: Duration) {
        var status = stat(attributes)
        _ = fuse_reply_attr(take(), &status, timeout.inSeconds)
    }
}

extension Reply where Answer == LinkAnswer {
    /// The target, byte for byte, at most PATH_MAX - 1 of them.
    package func send(_ target: [UInt8]) {
        // fuse_reply_readlink(3) wants a NUL at the end only to count the bytes before it; the message is the same.
        _ = target.withUnsafeBytes { fuse_reply_buf(take(), $0.baseAddress, $0.count) }
    }
}

extension Reply where Answer == DoneAnswer {
    /// fuse_reply_err with 0.
    package func done() {
        _ = fuse_reply_err(take(), 0)
    }
}

extension Reply where Answer == OpenAnswer {
    /// fuse_reply_open.
    ///
    /// Returns false when the opener is gone: no release follows then.
    @discardableResult package func send(_ file: OpenedFile) -> Bool {
        if let backing = file.backing {
            // fuse_open_out of linux/fuse.h, whose last member libfuse 3.14 has no name for.
            var answer = (
                handle: file.handle.rawValue, flags: PassthroughNegotiation.openFlags(file), backing: backing.rawValue
            )
            return withUnsafeBytes(of: &answer) { fuse_reply_buf(take(), $0.baseAddress, $0.count) == 0 }
        }
        var information = fuse_file_info(file)
        return fuse_reply_open(take(), &information) == 0
    }
}

extension Reply where Answer == CreateAnswer {
    /// fuse_reply_create.
    ///
    /// Returns false when the opener is gone: no release and no forget follow then.
    @discardableResult package func send(_ entry: Entry, _ file: OpenedFile) -> Bool {
        var parameters = fuse_entry_param(entry)
        var information = fuse_file_info(file)
        return fuse_reply_create(take(), &parameters, &information) == 0
    }
}

extension Reply where Answer == WriteAnswer {
    /// fuse_reply_write: bytes written, or copied.
    package func send(_ count: Int) {
        _ = fuse_reply_write(take(), count)
    }
}

extension Reply where Answer == DirectoryAnswer {
    /// Sends the entries gathered; an empty buffer is the end of the directory.
    package func send(_ buffer: consuming DirectoryBuffer) {
        buffer.withUnsafeBytes { _ = fuse_reply_buf(take(), $0.baseAddress, $0.count) }
    }
}

extension Reply where Answer == StatisticsAnswer {
    /// fuse_reply_statfs.
    package func send(_ statistics: FileSystemStatistics) {
        var status = statvfs(statistics)
        _ = fuse_reply_statfs(take(), &status)
    }
}

extension Reply where Answer == ExtendedAttributeAnswer {
    /// fuse_reply_xattr: the size that was asked for.
    package func send(size: Int) {
        _ = fuse_reply_xattr(take(), size)
    }

    /// fuse_reply_buf: the value.
    package func send(_ value: [UInt8]) {
        _ = value.withUnsafeBytes { fuse_reply_buf(take(), $0.baseAddress, $0.count) }
    }
}

extension Reply where Answer == OffsetAnswer {
    /// fuse_reply_lseek.
    package func send(_ offset: Int64) {
        _ = fuse_reply_lseek(take(), off_t(offset))
    }
}
