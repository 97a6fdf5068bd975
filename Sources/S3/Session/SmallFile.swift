import Glibc

/// Reading of configuration files.
enum SmallFile {
    /// What tells one state of a file from another without reading it; nil fields when there is no file.
    struct Stamp: Sendable, Hashable {
        var inode: UInt64 = 0
        var size: Int64 = -1
        var seconds: Int64 = 0
        var nanoseconds: Int64 = 0
    }

    /// stat(2): The stamp of a file as it is now.
    static func stamp(_ path: String) -> Stamp {
        var status = stat()
        guard stat(path, &status) == 0 else { return Stamp() }
        return Stamp(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
            nanoseconds: Int64(status.st_mtim.tv_nsec)
        )
    }

    /// The bytes of a file; nil when there is no such file, as botocore ignores those.
    ///
    /// - Throws: `ConfigurationError` when it is there and cannot be read.
    static func read(_ path: String) throws(ConfigurationError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw ConfigurationError("\(path) cannot be read: \(String(cString: strerror(code)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw ConfigurationError("\(path) cannot be read: \(String(cString: strerror(errno)))")
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            // A device or an endless pipe named by mistake must not eat the memory.
            guard bytes.count <= 1 << 24 else {
                throw ConfigurationError("\(path) is too large to be a configuration file")
            }
        }
    }
}
