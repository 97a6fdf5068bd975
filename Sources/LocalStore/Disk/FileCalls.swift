import CLinux
import Glibc

/// The system calls on files, each repeated after EINTR, each failing with its errno.
enum FileCalls {
    /// The errno of a failed call.
    struct Failure: Error {
        let code: CInt
    }

    private static func check<Value: SignedInteger>(_ call: () -> Value) throws(Failure) -> Value {
        while true {
            let value = call()
            guard value < 0 else { return value }
            let code = errno
            if code != EINTR { throw Failure(code: code) }
        }
    }

    /// open(2): Opens, and possibly creates, a file for its owner only; closed on exec.
    ///
    /// No file of ours is a symbolic link: one in its place leads to what somebody else has.
    static func open(_ path: String, _ flags: CInt, mode: mode_t = 0o600) throws(Failure) -> CInt {
        try check { Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode) }
    }

    /// open(2): Opens what a descriptor has open anew, also where it has no name any more.
    static func reopen(_ descriptor: CInt, _ flags: CInt) throws(Failure) -> CInt {
        try check { Glibc.open("/proc/self/fd/\(descriptor)", flags | O_CLOEXEC) }
    }

    /// pwrite(2): Writes all of a buffer at an offset.
    static func writeAll(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(Failure) {
        guard let base = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let count = try check { pwrite(descriptor, base + done, bytes.count - done, off_t(offset) + off_t(done)) }
            // A regular file that takes nothing has no room.
            guard count > 0 else { throw Failure(code: ENOSPC) }
            done += count
        }
    }

    /// pwrite(2): Writes all of some bytes at an offset.
    static func writeAll(_ descriptor: CInt, _ bytes: [UInt8], at offset: Int64) throws(Failure) {
        try bytes.span.bytes.withUnsafeBytes { bytes throws(Failure) in try writeAll(descriptor, bytes, at: offset) }
    }

    /// write(2): Writes all of some bytes to the end of a file that was opened with O_APPEND.
    ///
    /// A buffer that is taken at once, as it is unless the disk is full, is not mixed with those of others.
    static func append(_ descriptor: CInt, _ bytes: [UInt8]) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = try check {
                bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            }
            guard count > 0 else { throw Failure(code: ENOSPC) }
            done += count
        }
    }

    /// rename(2): Gives a file another name, in the place of what has it.
    static func rename(_ from: String, _ to: String) throws(Failure) {
        _ = try check { Glibc.rename(from, to) }
    }

    /// pread(2): Fills a buffer from an offset, short only at the end of the file.
    static func readAll(
        _ descriptor: CInt, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(Failure) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        var done = 0
        while done < buffer.count {
            let count = try check { pread(descriptor, base + done, buffer.count - done, off_t(offset) + off_t(done)) }
            guard count > 0 else { break }
            done += count
        }
        return done
    }

    /// pread(2): So many bytes from the beginning, fewer only where the file ends.
    static func read(_ descriptor: CInt, count: Int64) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(count))
        var span = bytes.mutableSpan
        let done = try span.withUnsafeMutableBytes { buffer throws(Failure) in
            try readAll(descriptor, into: buffer, at: 0)
        }
        bytes.removeLast(bytes.count - done)
        return bytes
    }

    /// All bytes of a file.
    static func read(_ descriptor: CInt) throws(Failure) -> [UInt8] {
        try read(descriptor, count: try size(descriptor))
    }

    /// pwritev(2): Writes all of some buffers, one behind the other, at an offset.
    static func writeAll(
        _ descriptor: CInt, _ buffers: [UnsafeRawBufferPointer], at offset: Int64
    ) throws(Failure) {
        var left = buffers.map { iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count) }
        let count = try passAll(&left, at: offset) { pwritev(descriptor, $0, $1, $2) }
        // A regular file that takes nothing has no room.
        guard count == buffers.reduce(0, { $0 + $1.count }) else { throw Failure(code: ENOSPC) }
    }

    /// preadv(2): Fills some buffers, one behind the other, from an offset, short only at the end of the file.
    static func readAll(
        _ descriptor: CInt, into buffers: [UnsafeMutableRawBufferPointer], at offset: Int64
    ) throws(Failure) -> Int {
        var left = buffers.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
        return try passAll(&left, at: offset) { preadv(descriptor, $0, $1, $2) }
    }

    /// Calls `call` until it has passed all vectors, or passes nothing.
    ///
    /// - Returns: how many bytes it has passed.
    private static func passAll(
        _ vectors: inout [iovec], at offset: Int64, _ call: (UnsafePointer<iovec>?, CInt, off_t) -> Int
    ) throws(Failure) -> Int {
        var done = 0
        var first = 0
        while true {
            while first < vectors.count, vectors[first].iov_len == 0 { first += 1 }
            guard first < vectors.count else { return done }
            let count = try check {
                vectors[first...].prefix(maximumVectors).withUnsafeBufferPointer {
                    call($0.baseAddress, CInt($0.count), off_t(offset) + off_t(done))
                }
            }
            guard count > 0 else { return done }
            done += count
            var passed = count
            while passed > 0 {
                let step = min(passed, vectors[first].iov_len)
                vectors[first].iov_base += step
                vectors[first].iov_len -= step
                passed -= step
                if vectors[first].iov_len == 0 { first += 1 }
            }
        }
    }

    /// IOV_MAX of Linux.
    private static let maximumVectors = 1024

    /// ftruncate(2): Sets the size of a file.
    static func truncate(_ descriptor: CInt, to size: Int64) throws(Failure) {
        _ = try check { ftruncate(descriptor, off_t(size)) }
    }

    /// fallocate(2) with PUNCH_HOLE: Gives the space of a range back; the range reads as zeros.
    static func punchHole(_ descriptor: CInt, at offset: Int64, length: Int64) throws(Failure) {
        let mode = CInt(CLINUX_FALLOC_PUNCH_HOLE | CLINUX_FALLOC_KEEP_SIZE)
        _ = try check { clinux_fallocate(descriptor, mode, offset, length) }
    }

    /// fdatasync(2): Waits until the bytes and the size are on the disk.
    static func synchronizeData(_ descriptor: CInt) throws(Failure) {
        _ = try check { fdatasync(descriptor) }
    }

    /// fstat(2): The size of an open file.
    static func size(_ descriptor: CInt) throws(Failure) -> Int64 {
        var status = stat()
        _ = try check { fstat(descriptor, &status) }
        return Int64(status.st_size)
    }

    /// mkdir(2): Makes a directory for its owner only; one that is there already is fine.
    static func makeDirectory(_ path: String) throws(Failure) {
        do {
            _ = try check { mkdir(path, 0o700) }
        } catch {
            var status = stat()
            if error.code == EEXIST {
                guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw Failure(code: ENOTDIR) }
                return
            }
            // On a read-only disk, or without permission above it, mkdir says so before it looks whether it is there.
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw error }
        }
    }

    /// rename(2) that replaces nothing.
    ///
    /// NFS, CephFS and 9p cannot do that at once: there the file has both names for a moment.
    ///
    /// - Parameter call: what the system is asked first.
    static func renameNew(
        _ from: String, _ to: String,
        by call: (String, String) -> CInt = { clinux_renameat2($0, $1, UInt32(CLINUX_RENAME_NOREPLACE)) }
    ) throws(Failure) {
        do { _ = try check { call(from, to) } } catch {
            guard error.code == EINVAL || error.code == ENOSYS else { throw error }
            _ = try check { link(from, to) }
            unlink(from)
        }
    }

    /// fsync(2) of a directory: Makes the names in it lasting.
    static func synchronizeDirectory(_ path: String) throws(Failure) {
        let descriptor = try open(path, O_RDONLY | O_DIRECTORY)
        defer { close(descriptor) }
        _ = try check { fsync(descriptor) }
    }

    /// readdir(3): The names in a directory, none if it cannot be read.
    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// statvfs(3): Bytes that an ordinary user may still write to the disk of `path`; 0 when it cannot be asked.
    static func freeBytes(of path: String) -> Int64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return 0 }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }
}
