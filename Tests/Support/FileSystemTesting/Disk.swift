import CLinux
import Glibc

/// System calls below one directory, each with its result or its errno; they block, so call them on plain threads.
package struct Disk: Sendable {
    /// The directory: absolute, without a slash at its end.
    package let root: String

    package init(_ root: String) { self.root = root }

    func withPath<Value>(_ path: DiskPath, _ body: (UnsafePointer<CChar>) -> Value) -> Value {
        var bytes = Array(root.utf8)
        if !path.bytes.isEmpty { bytes += [UInt8(ascii: "/")] + path.bytes }
        bytes.append(0)
        return bytes.withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
    }

    func check(_ code: Int32) -> CallResult<Int32> { code == -1 ? .failure(CallError(errno)) : .success(code) }
    func check(_ count: Int) -> CallResult<Int> { count == -1 ? .failure(CallError(errno)) : .success(count) }
    func check(done code: Int32) -> CallResult<Void> { code == -1 ? .failure(CallError(errno)) : .success(()) }

    // MARK: Names

    /// mkdir(2).
    package func mkdir(_ path: DiskPath, _ mode: UInt32 = 0o755) -> CallResult<Void> {
        withPath(path) { check(done: Glibc.mkdir($0, mode)) }
    }
    /// rmdir(2).
    package func rmdir(_ path: DiskPath) -> CallResult<Void> { withPath(path) { check(done: Glibc.rmdir($0)) } }
    /// unlink(2).
    package func unlink(_ path: DiskPath) -> CallResult<Void> { withPath(path) { check(done: Glibc.unlink($0)) } }
    /// rename(2), or renameat2(2) with flags (RENAME_NOREPLACE 1, RENAME_EXCHANGE 2).
    package func rename(_ from: DiskPath, _ to: DiskPath, flags: UInt32 = 0) -> CallResult<Void> {
        withPath(from) { from in
            withPath(to) { to in
                check(done: flags == 0 ? Glibc.rename(from, to) : clinux_renameat2(from, to, flags))
            }
        }
    }
    /// symlink(2).
    package func symlink(_ target: [UInt8], _ path: DiskPath) -> CallResult<Void> {
        (target + [0]).withUnsafeBytes { target in
            withPath(path) { check(done: Glibc.symlink(target.baseAddress!.assumingMemoryBound(to: CChar.self), $0)) }
        }
    }
    /// readlink(2).
    package func readlink(_ path: DiskPath) -> CallResult<[UInt8]> {
        var buffer = [CChar](repeating: 0, count: 4096)
        return withPath(path) { check(Glibc.readlink($0, &buffer, buffer.count)) }.map { count in
            buffer[..<count].map { UInt8(bitPattern: $0) }
        }
    }
    /// link(2).
    package func link(_ from: DiskPath, _ to: DiskPath) -> CallResult<Void> {
        withPath(from) { from in withPath(to) { to in check(done: Glibc.link(from, to)) } }
    }
    /// readdir(3) to the end, without `.` and `..`, sorted by bytes.
    package func list(_ path: DiskPath) -> CallResult<[DirectoryEntry]> {
        guard let directory = withPath(path, { opendir($0) }) else { return .failure(CallError(errno)) }
        defer { closedir(directory) }
        var entries: [DirectoryEntry] = []
        while true {
            errno = 0
            guard let entry = Glibc.readdir(directory) else { break }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [46] && name != [46, 46] {
                entries.append(DirectoryEntry(name: name, type: entry.pointee.d_type))
            }
        }
        return errno == 0 ? .success(entries.sorted()) : .failure(CallError(errno))
    }

    // MARK: Attributes

    /// stat(2).
    package func stat(_ path: DiskPath) -> CallResult<FileStatus> {
        var status = Glibc.stat()
        return withPath(path) { check(done: fstatat(AT_FDCWD, $0, &status, 0)) }.map { FileStatus(status) }
    }
    /// lstat(2).
    package func lstat(_ path: DiskPath) -> CallResult<FileStatus> {
        var status = Glibc.stat()
        return withPath(path) { check(done: fstatat(AT_FDCWD, $0, &status, AT_SYMLINK_NOFOLLOW)) }.map {
            FileStatus(status)
        }
    }
    /// chmod(2).
    package func chmod(_ path: DiskPath, _ mode: UInt32) -> CallResult<Void> {
        withPath(path) { check(done: Glibc.chmod($0, mode)) }
    }
    /// chown(2).
    package func chown(_ path: DiskPath, _ user: UInt32, _ group: UInt32) -> CallResult<Void> {
        withPath(path) { check(done: Glibc.chown($0, user, group)) }
    }
    /// utimensat(2): access and modification time alike; `nanoseconds` may be CLINUX_UTIME_NOW.
    package func utimes(_ path: DiskPath, seconds: Int64, nanoseconds: Int64) -> CallResult<Void> {
        let time = timespec(tv_sec: Int(seconds), tv_nsec: Int(nanoseconds))
        let times = [time, time]
        return withPath(path) { check(done: utimensat(AT_FDCWD, $0, times, 0)) }
    }
    /// truncate(2).
    package func truncate(_ path: DiskPath, _ size: Int64) -> CallResult<Void> {
        withPath(path) { check(done: Glibc.truncate($0, Int(size))) }
    }
    /// access(2).
    package func access(_ path: DiskPath, _ mode: Int32) -> CallResult<Void> {
        withPath(path) { check(done: Glibc.access($0, mode)) }
    }

    // MARK: Whole files

    /// open(2), read(2) to the end, close(2).
    package func readAll(_ path: DiskPath) -> CallResult<[UInt8]> {
        switch open(path, O_RDONLY) {
        case .failure(let error): return .failure(error)
        case .success(let file):
            defer { _ = file.close() }
            return file.readToEnd()
        }
    }
    /// open(2) with O_CREAT and O_TRUNC, write(2), close(2); the first error of the three.
    package func writeAll(_ path: DiskPath, _ bytes: [UInt8], mode: UInt32 = 0o644) -> CallResult<Void> {
        switch open(path, O_WRONLY | O_CREAT | O_TRUNC, mode) {
        case .failure(let error): return .failure(error)
        case .success(let file):
            let written = file.writeFully(bytes)
            let closed = file.close()
            return written.flatMap { closed }
        }
    }
    /// open(2).
    package func open(_ path: DiskPath, _ flags: Int32, _ mode: UInt32 = 0o644) -> CallResult<OpenDescriptor> {
        withPath(path) { check(Glibc.open($0, flags | O_CLOEXEC, mode)) }.map { OpenDescriptor($0) }
    }

    /// Every path below `path`, directories before what is in them, with its lstat(2).
    package func walk(_ path: DiskPath = "") -> CallResult<[(path: DiskPath, status: FileStatus)]> {
        var found: [(path: DiskPath, status: FileStatus)] = []
        switch list(path) {
        case .failure(let error): return .failure(error)
        case .success(let entries):
            for entry in entries {
                let child = path.appending(entry.name)
                switch lstat(child) {
                case .failure(let error): return .failure(error)
                case .success(let status):
                    found.append((child, status))
                    if status.isDirectory {
                        switch walk(child) {
                        case .failure(let error): return .failure(error)
                        case .success(let below): found += below
                        }
                    }
                }
            }
        }
        return .success(found)
    }

    /// Copies all directories and files of another place here, with their times.
    ///
    /// By no other process: one that is begun closes what is open here, and closing stores what was written to a mount.
    package func copyAll(from other: Disk) throws(CallError) {
        let found = try other.walk().get()
        for (path, status) in found where status.isDirectory { try mkdir(path).get() }
        // The journal of a file comes behind it, by name, and is to be no newer.
        for (path, status) in found.reversed() where !status.isDirectory {
            // What goes meanwhile is not there.
            guard case .success(let bytes) = other.readAll(path) else { continue }
            try writeAll(path, bytes).get()
            try utimes(path, seconds: status.seconds, nanoseconds: status.nanoseconds).get()
        }
    }

    /// Removes everything below the root, as `rm -rf` does; the first error.
    package func removeAll() -> CallResult<Void> {
        switch walk() {
        case .failure(let error): return .failure(error)
        case .success(let found):
            var result: CallResult<Void> = .success(())
            for (path, status) in found.reversed() {
                let removed = status.isDirectory ? rmdir(path) : unlink(path)
                result = result.flatMap { removed }
            }
            return result
        }
    }
}
