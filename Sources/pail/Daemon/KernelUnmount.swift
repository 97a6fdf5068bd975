import Glibc

/// Taking a mount away: umount2(2) for root, fusermount3(1) for everybody else.
enum KernelUnmount {
    /// How an attempt ended.
    enum Outcome: Hashable, Sendable {
        /// By this call, or by somebody else's a moment before.
        case done
        case busy
        case failed(String)
    }

    /// Unmounts when nothing is open in it.
    static func now(_ mountPoint: String) -> Outcome {
        unmount(mountPoint, isLazy: false)
    }

    /// Unmounts from the tree of names at once, whatever is open; tries again while a daemon that was killed is not
    /// quite gone, and its mount neither answers nor goes.
    ///
    /// - Throws: `CommandFailure` (71) when the mount is still there after some seconds.
    static func lazily(_ mountPoint: String) throws(CommandFailure) {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            let outcome = unmount(mountPoint, isLazy: true)
            if outcome == .done { return }
            guard ContinuousClock.now < deadline else {
                let reason = if case .failed(let reason) = outcome { reason } else { "it is busy" }
                throw CommandFailure(.system, "\(mountPoint): cannot unmount: \(reason)")
            }
            // Nothing tells when a mount is busy no longer; the deadline above bounds the asking.
            usleep(20_000)
        }
    }

    private static func isMounted(_ mountPoint: String) -> Bool {
        MountTable.read().contains { $0.mountPoint == mountPoint && $0.type == "fuse.pail" }
    }

    private static func unmount(_ mountPoint: String, isLazy: Bool) -> Outcome {
        if geteuid() == 0 {
            // MNT_DETACH 2, UMOUNT_NOFOLLOW 8.
            if umount2(mountPoint, isLazy ? 2 | 8 : 8) == 0 { return .done }
            let code = errno
            if code == EBUSY { return .busy }
            return isMounted(mountPoint) ? .failed(SystemMessage.of(code)) : .done
        }
        let arguments = ["fusermount3", "-u", "-q"] + (isLazy ? ["-z"] : []) + ["--", mountPoint]
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, "fusermount3", nil, nil, pointers, environ)
        guard code == 0 else { return .failed("fusermount3: \(SystemMessage.of(code))") }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        // fusermount3 has one exit status for every failure; a mount that is still there was busy.
        return status != 0 && isMounted(mountPoint) ? .busy : .done
    }
}
