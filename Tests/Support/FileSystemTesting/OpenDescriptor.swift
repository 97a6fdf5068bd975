import CLinux
import Glibc

/// A file descriptor of a test, to be closed by it.
package struct OpenDescriptor: Hashable, Sendable {
    package let number: Int32

    package init(_ number: Int32) { self.number = number }

    private func check(_ count: Int) -> CallResult<Int> { count == -1 ? .failure(CallError(errno)) : .success(count) }
    private func check(done code: Int32) -> CallResult<Void> {
        code == -1 ? .failure(CallError(errno)) : .success(())
    }

    /// close(2).
    package func close() -> CallResult<Void> { check(done: Glibc.close(number)) }
    /// fsync(2).
    package func fsync() -> CallResult<Void> { check(done: Glibc.fsync(number)) }
    /// fdatasync(2).
    package func fdatasync() -> CallResult<Void> { check(done: Glibc.fdatasync(number)) }
    /// ftruncate(2).
    package func truncate(_ size: Int64) -> CallResult<Void> { check(done: ftruncate(number, Int(size))) }
    /// dup(2).
    package func duplicate() -> CallResult<OpenDescriptor> {
        check(Int(dup(number))).map { OpenDescriptor(Int32($0)) }
    }
    /// flock(2), exclusive, without waiting.
    package func lock() -> CallResult<Void> { check(done: flock(number, LOCK_EX | LOCK_NB)) }
    /// fstat(2).
    package func stat() -> CallResult<FileStatus> {
        var status = Glibc.stat()
        return check(done: fstat(number, &status)).map { FileStatus(status) }
    }
    /// fchmod(2).
    package func chmod(_ mode: UInt32) -> CallResult<Void> { check(done: fchmod(number, mode)) }
    /// futimens(2): both times are now.
    package func touch() -> CallResult<Void> { check(done: futimens(number, nil)) }
    /// lseek(2); SEEK_DATA is 3 and SEEK_HOLE 4.
    package func seek(_ offset: Int64, _ whence: Int32) -> CallResult<Int64> {
        check(lseek(number, Int(offset), whence)).map { Int64($0) }
    }
    /// fallocate(2).
    package func allocate(_ mode: Int32, _ offset: Int64, _ length: Int64) -> CallResult<Void> {
        check(done: clinux_fallocate(number, mode, offset, length))
    }
    /// copy_file_range(2), once.
    package func copyRange(
        _ offset: Int64, to other: OpenDescriptor, _ newOffset: Int64, _ length: Int
    ) -> CallResult<Int> {
        check(clinux_copy_file_range(number, offset, other.number, newOffset, length))
    }

    /// read(2), once.
    package func read(_ count: Int) -> CallResult<[UInt8]> { gather(count) { Glibc.read(number, $0, count) } }
    /// pread(2), once.
    package func read(_ count: Int, at offset: Int64) -> CallResult<[UInt8]> {
        gather(count) { pread(number, $0, count, Int(offset)) }
    }
    private func gather(_ count: Int, _ call: (UnsafeMutableRawPointer) -> Int) -> CallResult<[UInt8]> {
        var failure: CallError?
        let bytes = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { buffer, filled in
            let done = call(UnsafeMutableRawPointer(buffer.baseAddress!))
            if done == -1 { failure = CallError(errno) }
            filled = max(0, done)
        }
        return failure.map { .failure($0) } ?? .success(bytes)
    }
    /// read(2) until it gives nothing.
    package func readToEnd() -> CallResult<[UInt8]> {
        var all: [UInt8] = []
        while true {
            switch read(1 << 20) {
            case .failure(let error): return .failure(error)
            case .success(let bytes):
                if bytes.isEmpty { return .success(all) }
                all += bytes
            }
        }
    }
    /// write(2), once.
    package func write(_ bytes: [UInt8]) -> CallResult<Int> {
        check(bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) })
    }
    /// pwrite(2), once.
    package func write(_ bytes: [UInt8], at offset: Int64) -> CallResult<Int> {
        check(bytes.withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, Int(offset)) })
    }
    /// write(2) until all is written.
    package func writeFully(_ bytes: [UInt8]) -> CallResult<Void> {
        var rest = bytes
        while !rest.isEmpty {
            switch write(rest) {
            case .failure(let error): return .failure(error)
            case .success(let count): rest.removeFirst(count)
            }
        }
        return .success(())
    }

    /// Maps a range of the file with mmap(2), shared, runs `body` on it, and writes it back with msync(2) when it was written.
    ///
    /// - Parameter offset: a multiple of the page size; the range must lie within the file, or touching it kills the process.
    package func map<Value>(
        _ offset: Int64, _ length: Int, writable: Bool, _ body: (UnsafeMutableRawBufferPointer) -> Value
    ) -> CallResult<Value> {
        let protection = writable ? PROT_READ | PROT_WRITE : PROT_READ
        let address = mmap(nil, length, protection, MAP_SHARED, number, Int(offset))
        guard let address, address != UnsafeMutableRawPointer(bitPattern: -1) else { return .failure(CallError(errno)) }
        let value = body(UnsafeMutableRawBufferPointer(start: address, count: length))
        let synced = writable ? check(done: msync(address, length, Int32(MS_SYNC))) : .success(())
        munmap(address, length)
        return synced.map { value }
    }
}
