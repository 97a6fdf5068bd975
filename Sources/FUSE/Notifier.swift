import CFUSE
import Glibc
import Synchronization

/// Tells the kernel to drop what it caches.
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
        notify { _ = fuse_lowlevel_notify_inval_inode($0, inode.rawValue, off_t(offset), off_t(length)) }
    }

    /// fuse_lowlevel_notify_inval_entry: a dentry.
    ///
    /// Must not be called from within an operation on `parent`.
    package func invalidate(entry name: EntryName, in parent: InodeID) {
        // The kernel reads the NUL, the length does not count it.
        let text = name.bytes.map { CChar(bitPattern: $0) } + [0]
        notify { _ = fuse_lowlevel_notify_inval_entry($0, parent.rawValue, text, text.count - 1) }
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

    private func notify(_ body: (OpaquePointer) -> Void) {
        let core = state.withLock { state in
            if state.core != nil { state.inFlight += 1 }
            return state.core
        }
        guard let core else { return }
        if let session = core.session { body(session) }
        let isLast = state.withLock { state in
            state.inFlight -= 1
            return state.isDraining && state.inFlight == 0
        }
        if isLast { drained.signal() }
    }
}
