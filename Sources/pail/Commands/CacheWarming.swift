import CLinux
import FUSE
import FileSystem
import Glibc
import Synchronization

/// Files that are read from their beginning to their end, several at once, for the sake of the cache behind them.
final class CacheWarming: Sendable {
    /// How far the reading is.
    struct Progress: Hashable, Sendable {
        var files = 0
        var totalFiles = 0
        var bytes: Int64 = 0
        var totalBytes: Int64 = 0
    }

    /// A path that could not be read whole, or is not in the cache.
    struct Failure: Hashable, Sendable {
        /// The path and why, for people.
        let text: String
        let status: ExitStatus
        /// What to try.
        var advice: String?
    }

    private struct State {
        /// Paths as the system has them: bytes, and the NUL.
        var files: [[CChar]] = []
        /// The next of `files` to be read.
        var next = 0
        /// Those that were read whole.
        var read: [[CChar]] = []
        var progress = Progress()
        var failures: [Failure] = []
    }

    /// A leaf lock.
    private let state = Mutex(State())
    /// How often the progress is told, in microseconds.
    private static let interval: UInt32 = 100_000
    /// Bytes of one read(2).
    private static let readSize = 1 << 20
    /// How often, and how many times at the most, a file is looked at that is not in the cache yet.
    private static let checks = (interval: UInt32(50_000), count: 40)

    private let mounts = MountTable.current()

    /// Finds the files: those named, and all regular ones below directories; symbolic links are followed where named.
    init(_ paths: [String]) {
        for path in paths { find(Array(path.utf8CString), follows: true) }
    }

    /// Reads all and returns what could not be read, or is not in the cache then.
    ///
    /// - Parameter tell: called on this thread now and then, and at the end.
    func run(jobs: Int, tell: (Progress) -> Void) -> [Failure] {
        let count = WorkerCount(jobs)
        let threads = (0..<jobs).map { number in
            SystemThread("pail-warm-\(number)") { [self] in
                while let path = takeNext() { read(path) }
                count.end()
            }
        }
        while !count.isZero {
            tell(state.withLock { $0.progress })
            usleep(Self.interval)
        }
        for thread in threads { thread.join() }
        check()
        tell(state.withLock { $0.progress })
        return state.withLock { $0.failures }
    }

    private final class WorkerCount: Sendable {
        private let left: Atomic<Int>
        init(_ count: Int) { left = Atomic(count) }
        func end() { left.subtract(1, ordering: .releasing) }
        var isZero: Bool { left.load(ordering: .acquiring) == 0 }
    }

    private func find(_ path: [CChar], follows: Bool) {
        var status = stat()
        let code = follows ? stat(path, &status) : lstat(path, &status)
        guard code == 0 else {
            // What was found in a directory and is gone by now was nobody's mistake.
            return fail(path, isMissing: follows && (errno == ENOENT || errno == ENOTDIR))
        }
        guard mounts.isInPail(status.st_dev) else {
            if follows { note(Failure(text: "\(Self.text(path)): it is in no mount of pail", status: .mountPoint)) }
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            state.withLock { state in
                state.files.append(path)
                state.progress.totalFiles += 1
                state.progress.totalBytes += Int64(status.st_size)
            }
        case S_IFDIR:
            guard let names = Self.names(in: path) else { return fail(path) }
            for name in names { find(path.dropLast() + [CChar(bitPattern: UInt8(ascii: "/"))] + name, follows: false) }
        default: break
        }
    }

    /// readdir(3): The names in a directory, in their order; nil when it cannot be read.
    ///
    /// Sorted, since files that are opened in order are fetched ahead.
    private static func names(in directory: [CChar]) -> [[CChar]]? {
        guard let stream = opendir(directory) else { return nil }
        defer { closedir(stream) }
        var names: [[CChar]] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) {
                    Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
                }
            }
            if name != [46, 0], name != [46, 46, 0] { names.append(name) }
            errno = 0
        }
        return errno == 0 ? names.sorted { strcmp($0, $1) < 0 } : nil
    }

    private func takeNext() -> [CChar]? {
        state.withLock { state in
            guard state.next < state.files.count else { return nil }
            defer { state.next += 1 }
            return state.files[state.next]
        }
    }

    private func read(_ path: [CChar]) {
        // A fifo shows as a file until it is opened, and would wait for its writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return fail(path) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: Self.readSize, alignment: 4096)
        defer { buffer.deallocate() }
        while true {
            let count = Glibc.read(descriptor, buffer, Self.readSize)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return fail(path) }
            if count == 0 { break }
            state.withLock { $0.progress.bytes += Int64(count) }
        }
        state.withLock { state in
            state.progress.files += 1
            state.read.append(path)
        }
    }

    /// Looks which of the files that were read are in the cache, now that all were: a later one may have taken an earlier one's place.
    private func check() {
        let files = state.withLock { $0.read }
        var left = Self.checks.count
        var uncached: [(path: [CChar], missing: Int64)] = []
        for path in files {
            var missing = Self.uncachedBytes(of: path)
            // The daemon's answer waits for what is queued for the disk. A reader has its bytes a moment before they are
            // queued, though, and nothing tells of that moment: so a file that lacks some is asked about again, at most so
            // often for all files together.
            while missing > 0, left > 0 {
                usleep(Self.checks.interval)
                left -= 1
                missing = Self.uncachedBytes(of: path)
            }
            if missing > 0 { uncached.append((path, missing)) }
        }
        guard let first = uncached.first else { return }
        let bytes = uncached.reduce(0) { $0 + $1.missing }
        let others = uncached.count == 1 ? "" : ", and \(uncached.count - 1) more"
        note(
            Failure(
                text: "\(Self.text(first.path))\(others): read, and \(bytes) bytes are not in the cache",
                status: .dataNotStored,
                advice: "See --cache-size and --cache-free of the mount, and its log."))
    }

    /// getxattr(2): How many bytes of a file are not in the cache; 0 where its daemon does not tell.
    private static func uncachedBytes(of path: [CChar]) -> Int64 {
        var digits = [UInt8](repeating: 0, count: 24)
        let count = clinux_getxattr(path, BucketFileSystem.uncachedBytes, &digits, digits.count)
        return count > 0 ? Int64(String(decoding: digits[..<count], as: UTF8.self)) ?? 0 : 0
    }

    /// Notes that a call on a path has failed, with errno.
    private func fail(_ path: [CChar], isMissing: Bool = false) {
        let code = errno
        let text = Self.text(path)
        // The daemon has died: as `pail status` says it.
        if code == ENOTCONN, let mount = mounts.pailMount(containing: MountPoint.absolute(text)) {
            return note(
                Failure(
                    text: "\(text): the daemon of \(mount.mountPoint) is gone", status: .mountPoint,
                    advice: "Take the dead mount away with: pail umount \(mount.mountPoint)"))
        }
        note(Failure(text: "\(text): \(SystemMessage.of(code))", status: isMissing ? .missing : .dataNotStored))
    }

    private func note(_ failure: Failure) { state.withLock { $0.failures.append(failure) } }

    private static func text(_ path: [CChar]) -> String {
        String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
