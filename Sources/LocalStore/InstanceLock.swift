import CLinux
import Glibc

/// The sign of life of one mount in a bucket's directory: a lock file that the kernel unlocks when the process ends.
///
/// What carries the name of a locked instance belongs to a living mount, and no other may touch it.
final class InstanceLock: Sendable {
    /// 8 hexadecimal digits, unique among the living.
    let name: String
    private let descriptor: CInt
    private let path: String

    /// Takes a new name in `directory`.
    init(in directory: String) throws(LocalStoreError) {
        while true {
            let name = Self.randomName()
            let path = "\(directory)/\(name)"
            do {
                let descriptor = try FileCalls.open(path, O_RDWR | O_CREAT | O_EXCL)
                // Between the two calls another mount may have taken the file for a dead one's and removed it.
                if flock(descriptor, LOCK_EX | LOCK_NB) == 0, Self.isLinked(descriptor) {
                    self.name = name
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

    private static func randomName() -> String {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
