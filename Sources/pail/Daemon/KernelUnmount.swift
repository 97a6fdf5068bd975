import Glibc

/// Taking a mount away: umount2(2) for root, fusermount3(1) for everybody else.
enum KernelUnmount {
    /// How an attempt ended.
    enum Outcome: Hashable, Sendable {
        case done
        case busy
        case failed(String)
    }

    /// Unmounts when nothing is open in it.
    static func now(_ mountPoint: String) -> Outcome {
        unmount(mountPoint, isLazy: false)
    }

    /// Unmounts from the tree of names at once, whatever is open.
    ///
    /// - Throws: `CommandFailure` (71).
    static func lazily(_ mountPoint: String) throws(CommandFailure) {
        if case .failed(let reason) = unmount(mountPoint, isLazy: true) {
            throw CommandFailure(.system, "\(mountPoint): cannot unmount: \(reason)")
        }
    }

    private static func unmount(_ mountPoint: String, isLazy: Bool) -> Outcome {
        if geteuid() == 0 {
            // MNT_DETACH 2, UMOUNT_NOFOLLOW 8.
            if umount2(mountPoint, isLazy ? 2 | 8 : 8) == 0 { return .done }
            let code = errno
            return code == EBUSY ? .busy : .failed(SystemMessage.of(code))
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
        if status == 0 { return .done }
        // fusermount3 has one exit status for every failure; a mount that is still there was busy.
        let isThere = MountTable.read().contains { $0.mountPoint == mountPoint && $0.type == "fuse.pail" }
        return isThere ? .busy : .failed("fusermount3 left with status \(status >> 8)")
    }
}
