import FUSE
import Glibc

/// Taking mounts of this program away, whoever serves them.
enum KernelUnmount {
    /// Unmounts when nothing is open in it.
    ///
    /// - Throws: `MountError` `.busy`, `.unmountFailed`.
    static func now(_ mountPoint: String) throws(MountError) {
        try Unmounting.unmount(mountPoint, lazily: false) { isMounted(mountPoint) }
    }

    /// Unmounts from the tree of names at once, whatever is open; tries again while a daemon that was killed is not
    /// quite gone, and its mount neither answers nor goes.
    ///
    /// - Throws: `CommandFailure` (71) when the mount is still there after some seconds.
    static func lazily(_ mountPoint: String) throws(CommandFailure) {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            do throws(MountError) {
                return try Unmounting.unmount(mountPoint, lazily: true) { isMounted(mountPoint) }
            } catch {
                guard ContinuousClock.now < deadline else { throw CommandFailure(.system, "\(error)") }
            }
            // Nothing tells when a mount is busy no longer; the deadline above bounds the asking.
            usleep(20_000)
        }
    }

    private static func isMounted(_ mountPoint: String) -> Bool {
        MountTable.current().entries.contains { $0.mountPoint == mountPoint && $0.isPail }
    }
}
