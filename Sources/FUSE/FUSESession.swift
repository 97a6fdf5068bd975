import CFUSE
import Glibc
import Synchronization
import SystemPackage

/// A file system that is mounted and served: libfuse's low-level session.
///
/// `mount()`, then `run()` on a thread of its own, which returns when the file system is no longer mounted and nobody
/// uses it any more, or after `exit()`.
package final class FUSESession: Sendable {
    /// Where the file system is mounted: absolute, without symbolic links.
    package let mountPoint: String
    private let core: SessionCore

    /// Prepares a session: looks for what would make the mount fail, and mounts nothing yet.
    package convenience init(
        operations: any FileSystemOperations, mountPoint: String, options: MountOptions
    ) throws(MountError) {
        try self.init(operations: operations, mountPoint: mountPoint, options: options, preflight: MountPreflight())
    }

    init(
        operations: any FileSystemOperations, mountPoint: String, options: MountOptions, preflight: MountPreflight
    ) throws(MountError) {
        self.mountPoint = try preflight.check(mountPoint, options)
        core = try SessionCore(operations: operations, options: options)
    }

    /// The session's descriptor of /dev/fuse; -1 when it is not mounted.
    package var deviceDescriptor: CInt { core.session.map { fuse_session_fd($0) } ?? -1 }

    /// fuse_session_mount: mounts.
    ///
    /// Requests wait in the kernel until `run()` takes them.
    ///
    /// May be called before fork(2) and `run()` after it, in the child.
    package func mount() throws(MountError) {
        _ = FUSELog.takeLastMessage()
        guard let session = core.session, fuse_session_mount(session, mountPoint) == 0 else {
            let reason = FUSELog.takeLastMessage()
            throw .refused(mountPoint, reason: reason.isEmpty ? "see the message of fusermount3" : reason)
        }
        if core.options.passthrough { PassthroughNegotiation.install(on: session) }
        if let entry = MountTable.current().top(at: mountPoint), entry.type.hasPrefix("fuse") {
            core.deviceMinor.store(entry.minor, ordering: .relaxed)
        }
    }

    /// fuse_session_loop_mt: serves requests on several threads until the session ends; then tells the operations that
    /// it stopped, and leaves nothing mounted.
    package func run() throws(MountError) {
        guard let session = core.session, let configuration = fuse_loop_cfg_create() else {
            throw .loopFailed(.noMemory)
        }
        fuse_loop_cfg_set_clone_fd(configuration, 1)
        fuse_loop_cfg_set_max_threads(configuration, CUnsignedInt(clamping: core.options.workers))
        let result = fuse_session_loop_mt(session, configuration)
        fuse_loop_cfg_destroy(configuration)
        tearDown(session)
        // Positive: a signal that libfuse's own handlers took, which we do not install.
        if result < 0 { throw .loopFailed(Errno(rawValue: -result)) }
    }

    /// Takes the mount away, from any thread but a worker's; `run()` goes on until nobody uses the file system.
    ///
    /// - Parameter lazily: the mount point is free at once, and what is open stays usable. Otherwise throws `busy` when
    ///   anything is open.
    package func unmount(lazily: Bool = true) throws(MountError) {
        guard isMounted else { return }
        try Unmounting.unmount(mountPoint, lazily: lazily) { isMounted }
    }

    /// Ends the session now, from any thread: requests that wait for an answer fail, `run()` returns, the mount goes.
    ///
    /// Dirty pages of mmap(2) are lost; `unmount()` and waiting for `run()` is the way that loses nothing.
    package func exit() {
        guard let session = core.session else { return }
        fuse_session_exit(session)
        // The workers sleep in read(2), and the session looks at its flag between two requests: so the kernel is asked
        // for one, by a call that it never answers by itself. It ends at the latest with the connection.
        if isMounted {
            // The type says which of the two things of this name is meant: the call, not the structure.
            let ask: (UnsafePointer<CChar>, UnsafeMutablePointer<statvfs>) -> CInt = statvfs
            var answer = Glibc.statvfs()
            _ = ask(mountPoint, &answer)
        }
        // Ends also a worker that waits in the kernel within an operation.
        _ = abort()
    }

    /// Whether the mount point shows this session's file system.
    private var isMounted: Bool {
        let minor = core.deviceMinor.load(ordering: .relaxed)
        let top = MountTable.current().top(at: mountPoint)
        return minor != 0 && top?.major == 0 && top?.minor == minor && top?.type.hasPrefix("fuse") == true
    }

    /// Ends the connection to the kernel: every request, waiting or to come, fails with ECONNABORTED or ENOTCONN.
    ///
    /// False where this process has neither way to do so: it is not root, and /sys/fs/fuse/connections is not mounted.
    /// What waits goes then when its reply is dropped.
    private func abort() -> Bool {
        if BackingDevice(minor: core.deviceMinor.load(ordering: .relaxed)).abortConnection() { return true }
        // MNT_FORCE aborts first; MNT_DETACH lets it succeed when files are open.
        let flags = CInt(MNT_FORCE) | CInt(MNT_DETACH) | CInt(UMOUNT_NOFOLLOW)
        return isMounted && geteuid() == 0 && umount2(mountPoint, flags) == 0
    }

    /// After the loop: whatever is still asked or owed ends without an answer from here.
    private func tearDown(_ session: OpaquePointer) {
        core.notifier.detach()
        if core.hasStarted.load(ordering: .sequentiallyConsistent) { core.operations.stopped() }
        core.interrupts.removeAll()
        // Frees callers, and notifications that wait for a lock that a caller holds.
        let isAborted = abort()
        core.notifier.drain()
        guard isMounted else { return }
        if isAborted {
            try? unmount()
        } else {
            // Closes the device first: unmounting would otherwise wait for answers of ours.
            fuse_session_unmount(session)
        }
    }
}
