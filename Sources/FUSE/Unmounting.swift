import Glibc

/// Taking a mount away: umount2(2) for root, fusermount3(1) for everybody else.
package enum Unmounting {
    /// Unmounts; it is no failure when somebody else was quicker.
    ///
    /// A plain umount2(2) does not ask the file system for the path, so it does not wait for one that hangs.
    ///
    /// - Parameters:
    ///   - lazily: the mount point is free at once, and what is open stays usable.
    ///   - isMounted: asked after a call that failed.
    /// - Throws: `.busy` when anything is open and `lazily` is false; `.unmountFailed`.
    package static func unmount(
        _ mountPoint: String, lazily: Bool, isMounted: () -> Bool
    ) throws(MountError) {
        if geteuid() == 0 {
            let detach = lazily ? CInt(MNT_DETACH) : 0
            guard umount2(mountPoint, CInt(UMOUNT_NOFOLLOW) | detach) != 0 else { return }
            let code = errno
            if code == EBUSY { throw .busy(mountPoint) }
            guard isMounted() else { return }
            throw .unmountFailed(mountPoint, reason: String(cString: strerror(code)))
        }
        guard let reason = Helper.unmount(mountPoint, lazily: lazily), isMounted() else { return }
        throw reason.contains("busy") ? .busy(mountPoint) : .unmountFailed(mountPoint, reason: reason)
    }
}
