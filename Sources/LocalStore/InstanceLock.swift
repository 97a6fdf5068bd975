import CLinux
import Glibc

/// The sign of life of one mount in a bucket's directory: a lock file that the kernel unlocks when the process ends.
///
/// What carries the name of a locked instance belongs to a living mount, and no other may touch it.
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
            do {
                let descriptor = try FileCalls.open(path, O_RDWR | O_CREAT | O_EXCL)
                // Between the two calls another mount may have taken the file for a dead one's and removed it.
                if flock(descriptor, LOCK_EX | LOCK_NB) == 0, Self.isLinked(descriptor) {
                    self.number = number
                    self.path = path
                    self.descriptor = descriptor
                    return
                }
                close(descriptor)
            } catch {
                if error.code != EEXIST { throw LocalStoreError(errno: error.code, "open", path) }
            }
        }
    }

    deinit {
        unlink(path)
        close(descriptor)
    }

    /// The instances in `directory` that live; the signs of dead ones are removed.
    static func living(in directory: String) -> Set<String> {
        Set(FileCalls.names(in: directory).filter { !bury("\(directory)/\($0)") })
    }

    /// Removes the lock file of a dead instance.
    ///
    /// - Returns: whether it was dead.
    private static func bury(_ path: String) -> Bool {
        let descriptor: CInt
        do { descriptor = try FileCalls.open(path, O_RDWR) } catch { return error.code == ENOENT }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
        unlink(path)
        return true
    }

    private static func isLinked(_ descriptor: CInt) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_nlink > 0
    }

    /// The name of an instance with this number.
    static func name(_ number: UInt32) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
