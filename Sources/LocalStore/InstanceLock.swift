import CLinux
import Glibc

/// The sign of life of one mount in a bucket's directory: a lock file that the kernel unlocks when the process ends.
///
/// What carries the name of a locked instance belongs to a living mount, and no other may touch it. In the file is what
/// the mount tells the others (`CacheShare`): it stays behind as long as what was told is true.
final class InstanceLock: Sendable {
    /// Unique among the living; positive as a signed number too.
    let number: UInt32
    /// The number as 8 hexadecimal digits.
    var name: String { Self.name(number) }
    private let descriptor: CInt
    private let path: String

    /// Takes a new name in `directory`.
    init(in directory: String) throws(LocalStoreError) {
        while true {
            let number = UInt32.random(in: 1...0x7fff_ffff)
            let path = "\(directory)/\(Self.name(number))"
            let descriptor: CInt
            do {
                descriptor = try FileCalls.open(path, O_RDWR | O_CREAT | O_EXCL)
            } catch {
                if error.code == EEXIST { continue }
                throw LocalStoreError(errno: error.code, "open", path)
            }
            // Between the two calls another mount may have taken the file for a dead one's and removed it.
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, Self.isLinked(descriptor) else {
                close(descriptor)
                continue
            }
            do {
                // Its place is on the disk from here on, whatever else fills that.
                try Self.write([0, 0], to: descriptor)
            } catch {
                unlink(path)
                close(descriptor)
                throw LocalStoreError(errno: error.code, "write", path)
            }
            self.number = number
            self.path = path
            self.descriptor = descriptor
            return
        }
    }

    deinit {
        // What a mount leaves in the cache counts until it is taken over.
        if (Self.read(path)?.first ?? 0) <= 0 { unlink(path) }
        close(descriptor)
    }

    /// Whether others find it still.
    var isInPlace: Bool {
        var (open, named) = (stat(), stat())
        return fstat(descriptor, &open) == 0 && stat(path, &named) == 0 && open.st_ino == named.st_ino
    }

    /// Tells the others some numbers.
    func write(_ words: [Int64]) {
        try? Self.write(words, to: descriptor)
    }

    private static func write(_ words: [Int64], to descriptor: CInt) throws(FileCalls.Failure) {
        try words.span.bytes.withUnsafeBytes { bytes throws(FileCalls.Failure) in
            try FileCalls.writeAll(descriptor, bytes, at: 0)
        }
    }

    /// What an instance told; nil when it is gone.
    static func read(_ path: String) -> [Int64]? {
        guard let descriptor = try? FileCalls.open(path, O_RDONLY) else { return nil }
        defer { close(descriptor) }
        var words: [Int64] = [0, 0]
        let count = words.withUnsafeMutableBytes { (try? FileCalls.readAll(descriptor, into: $0, at: 0)) ?? 0 }
        return Array(words[..<(count / 8)])
    }

    /// Whether an instance is dead; its lock file stays.
    static func isDead(_ path: String) -> Bool {
        let descriptor: CInt
        do { descriptor = try FileCalls.open(path, O_RDWR) } catch { return error.code == ENOENT }
        defer { close(descriptor) }
        // Shared, so that two who ask at once are not alive for each other.
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0
    }

    /// The instances in `directory` that live.
    ///
    /// Ask after what may be theirs has been read: who has come to life since has made none of that.
    static func living(in directory: String) -> Set<String> {
        Set(FileCalls.names(in: directory).filter { !isDead("\(directory)/\($0)") })
    }

    /// Removes the lock file of a dead instance of which nothing is left.
    static func bury(_ path: String) {
        guard let descriptor = try? FileCalls.open(path, O_RDWR) else { return }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    }

    private static func isLinked(_ descriptor: CInt) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_nlink > 0
    }

    /// The name of an instance with this number.
    static func name(_ number: UInt32) -> String { number.hexadecimal(8) }
}
