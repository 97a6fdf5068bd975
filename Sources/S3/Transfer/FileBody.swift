import Glibc

/// A file that is uploaded: it must stay as it was when it was opened.
final class FileBody: RequestBody {
    let path: String
    let count: Int64
    private let descriptor: CInt
    private let stamp: Stamp

    private struct Stamp: Sendable, Hashable {
        var size: Int64
        var seconds: Int
        var nanoseconds: Int
    }

    /// open(2): Opens a file.
    ///
    /// - Returns: nil for what is no regular file, since its length is not known.
    /// - Throws: `FileError`.
    static func open(_ path: String) throws(FileError) -> FileBody? {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(path, "open", errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(path, "open", EISDIR) }
        // A pipe that is opened to look at it loses what it holds.
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        let descriptor = try FileDescriptors.open(path, O_RDONLY)
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw FileError(path, "stat", code)
        }
        return FileBody(path, descriptor, status)
    }

    private init(_ path: String, _ descriptor: CInt, _ status: stat) {
        self.path = path
        self.descriptor = descriptor
        stamp = Self.stamp(status)
        count = stamp.size
    }

    deinit { close(descriptor) }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let wanted = Int(min(Int64(buffer.count), count - offset))
        guard wanted > 0 else { return 0 }
        while true {
            let read = pread(descriptor, buffer.baseAddress, wanted, Int(offset))
            if read > 0 { return read }
            if read == 0 { throw FileError(path, "read", 0) }
            guard errno == EINTR else { throw FileError(path, "read", errno) }
        }
    }

    /// fstat(2): Whether it still is what was opened.
    ///
    /// - Throws: `FileError` if it is not.
    func checkUnchanged() throws(FileError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(path, "stat", errno) }
        guard Self.stamp(status) == stamp else { throw FileError(path, "read", 0) }
    }

    private static func stamp(_ status: stat) -> Stamp {
        Stamp(
            size: Int64(status.st_size), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }
}

/// What all files of the transfers need.
enum FileDescriptors {
    /// open(2): Opens a file, over interruptions.
    ///
    /// - Throws: `FileError`.
    static func open(_ path: String, _ flags: CInt, mode: mode_t = 0o666) throws(FileError) -> CInt {
        while true {
            let descriptor = Glibc.open(path, flags | O_CLOEXEC, mode)
            if descriptor >= 0 { return descriptor }
            guard errno == EINTR else { throw FileError(path, "open", errno) }
        }
    }

    /// pwrite(2): Writes all bytes at an offset; write(2) where that is nil.
    ///
    /// - Throws: `FileError`.
    static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: CInt, at offset: Int64?, path: String
    ) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count =
                if let offset {
                    pwrite(descriptor, rest.baseAddress, rest.count, Int(offset) + done)
                } else {
                    Glibc.write(descriptor, rest.baseAddress, rest.count)
                }
            if count >= 0 {
                done += count
            } else if errno == EAGAIN {
                // A pipe of the caller's that does not block: wait for room.
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            } else if errno != EINTR {
                throw FileError(path, "write", errno)
            }
        }
    }
}
