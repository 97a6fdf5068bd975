import CFUSE
import Glibc
import Synchronization
package import SystemPackage

/// Tells the kernel what is not an answer to a request: to drop what it caches, and which files it may read by itself.
///
/// Thread-safe; calls after the session's end do nothing.
///
/// A call may wait in the kernel for an answer that another request is owed (it takes the locks of pages and
/// directories), so it must not come from where that answer would have to come from.
package final class Notifier: Sendable {
    /// A leaf lock: never held while the kernel is told.
    private let state = Mutex(State())
    private let drained = Semaphore()

    private struct State {
        var core: SessionCore?
        /// Calls that are with the kernel now: the device's descriptor stays open until they return.
        var inFlight = 0
        var isDraining = false
    }

    /// A notifier without a session, which does nothing until it gets one.
    package init() {}

    /// fuse_lowlevel_notify_inval_inode: attributes, and pages from `offset` (`length` 0: to the end; offset below 0:
    /// attributes only).
    package func invalidate(inode: InodeID, offset: Int64, length: Int64) {
        notify { _ = fuse_lowlevel_notify_inval_inode($1, inode.rawValue, off_t(offset), off_t(length)) }
    }

    /// fuse_lowlevel_notify_inval_entry: a dentry.
    ///
    /// Must not be called from within an operation on `parent`.
    package func invalidate(entry name: EntryName, in parent: InodeID) {
        // The kernel reads the NUL, the length does not count it.
        let text = name.bytes.map { CChar(bitPattern: $0) } + [0]
        notify { _ = fuse_lowlevel_notify_inval_entry($1, parent.rawValue, text, text.count - 1) }
    }

    /// The same of some dentries, on a thread of its own: also from within an operation on their parents, after which the
    /// kernel hears of it.
    package func invalidateAfterwards(_ entries: [(name: EntryName, parent: InodeID)]) {
        _ = DetachedThread.start(name: "pail-names") {
            for entry in entries { self.invalidate(entry: entry.name, in: entry.parent) }
        }
    }

    /// FUSE_DEV_IOC_BACKING_OPEN: lets the kernel read an open file of the local disk by itself, for handles that are
    /// answered with the number returned (`OpenedFile.backing`).
    ///
    /// The kernel keeps the file open by itself until `closeBacking` and the last such handle. All handles of one inode
    /// that are open at the same time must be answered with the same number; a handle answered without one meanwhile,
    /// or this where a handle without one is open, fails with EIO.
    ///
    /// - Returns: nil where the session was not granted it.
    /// - Throws: what the kernel says of the file: `EPERM` without CAP_SYS_ADMIN, `ELOOP` for one on a stacked file
    ///   system.
    package func openBacking(_ descriptor: CInt) throws(Errno) -> BackingID? {
        var outcome: Result<BackingID, Errno>?
        notify { core, session in
            guard core.passthrough.isGranted else { return }
            outcome = PassthroughNegotiation.openBacking(descriptor, on: fuse_session_fd(session))
        }
        return try outcome?.get()
    }

    /// Whether the session was granted files that the kernel reads by itself, and files past its page cache that can be
    /// mapped.
    package var grantsDirect: Bool {
        var isGranted = false
        notify { core, _ in isGranted = core.passthrough.isDirectGranted }
        return isGranted
    }

    /// FUSE_DEV_IOC_BACKING_CLOSE: gives the number back; handles that were answered with it go on.
    package func closeBacking(_ backing: BackingID) {
        notify { PassthroughNegotiation.closeBacking(backing, on: fuse_session_fd($1)) }
    }

    /// Begins to reach the kernel through a session.
    func attach(_ core: SessionCore) {
        state.withLock { $0.core = core }
    }

    /// Ends reaching the kernel: later calls do nothing.
    ///
    /// Does not wait for those under way.
    func detach() {
        // The core is let go after unlocking: it may be the last reference.
        _ = state.withLock { state in
            let core = state.core
            state.core = nil
            return core
        }
    }

    /// Waits until no call is with the kernel.
    ///
    /// Called once, after `detach()`.
    func drain() {
        let mustWait = state.withLock { state in
            state.isDraining = true
            return state.inFlight > 0
        }
        if mustWait { drained.wait() }
    }

    /// Calls `body` while the session lives.
    func notify(_ body: (SessionCore, OpaquePointer) -> Void) {
        let core = state.withLock { state in
            if state.core != nil { state.inFlight += 1 }
            return state.core
        }
        guard let core else { return }
        if let session = core.session { body(core, session) }
        let isLast = state.withLock { state in
            state.inFlight -= 1
            return state.isDraining && state.inFlight == 0
        }
        if isLast { drained.signal() }
    }
}
