import CFUSE
import Glibc
import Synchronization
package import SystemPackage

/// The one answer that a request is owed, to be sent once and from any thread.
///
/// Sending twice traps; dropping a reply unsent answers `EIO` rather than leaving the caller asleep in the kernel.
package final class Reply<Answer>: Sendable {
    /// Guards `request` against being freed: libfuse frees it when the answer is sent, so whoever uses it without
    /// sending does so under `state` with `isSent` false, and whoever turns `isSent` owns it.
    ///
    /// Lock order: `state`, then `InterruptTable`'s lock or those of libfuse. Nothing of ours is called under it.
    private let state = Mutex(State())

    private struct State {
        var isSent = false
        /// What `InterruptTable` knows this reply by, once somebody wants to hear of an interrupt.
        var token: InterruptTable.Token?
    }

    /// Guarded by `state`, see there.
    nonisolated(unsafe) private let request: fuse_req_t
    /// Keeps libfuse's session alive, which the request points into.
    private let core: SessionCore

    /// The reply to a request that no other thread knows yet.
    init(to request: fuse_req_t, core: SessionCore) {
        self.request = request
        self.core = core
    }

    deinit {
        if !state.withLock({ $0.isSent }) {
            _ = fuse_reply_err(take(), EIO)
        }
    }

    /// fuse_reply_err: fails the request.
    ///
    /// `ENOSYS` is not for a reply to send: the kernel would never ask for the operation again. It traps when
    /// debugging and is `EIO` otherwise, as is a number that is no errno (the kernel refuses it, and the caller would
    /// wait for ever).
    package func fail(_ errno: Errno) {
        assert(errno.rawValue != ENOSYS, "ENOSYS would turn the operation off for the life of the mount")
        let isSendable = errno.rawValue > 0 && errno.rawValue < 512 && errno.rawValue != ENOSYS
        _ = fuse_reply_err(take(), isSendable ? errno.rawValue : EIO)
    }

    /// Whether the caller was interrupted.
    ///
    /// False once the reply is sent.
    package var isInterrupted: Bool {
        state.withLock { !$0.isSent && fuse_req_interrupted(request) != 0 }
    }

    /// Calls `handler` once, on another thread or at once, if the caller is interrupted before the reply is sent, by a
    /// signal that ends the call (`CallerSignals`).
    ///
    /// The handler may send the reply, if nobody else will, and must not wait: it holds up a worker. It is kept until
    /// the reply is sent, so a handler that holds the reply itself keeps it from answering `EIO` when all others have
    /// dropped it. It may run while another thread is sending the reply. A second call replaces the first handler.
    package func onInterrupt(_ handler: @escaping @Sendable () -> Void) {
        typealias Outcome = (due: (InterruptTable.Token, pid_t)?, replaced: InterruptTable.Handler?)
        // The handler that was replaced is let go after unlocking: its captures may own anything.
        let outcome: Outcome = state.withLock { state in
            if state.isSent { return (nil, nil) }
            let token = state.token ?? core.interrupts.makeToken()
            if state.token == nil {
                state.token = token
                // Calls back before it returns if the interrupt is there already. The table has no handler for the
                // token yet, so that call does nothing: a handler run from in there could free the request under
                // libfuse's hands. libfuse must be told once only: its lock is held while a handler runs.
                fuse_req_interrupt_func(request, interruptCallback, token.pointer)
            }
            let replaced = core.interrupts.replace(handler, for: token)
            // An interrupt that came between the two calls found no handler, but has left its mark.
            let isDue = fuse_req_interrupted(request) != 0
            return (isDue ? (token, fuse_req_ctx(request).pointee.pid) : nil, replaced)
        }
        if let (token, thread) = outcome.due { core.interrupts.interrupt(token, of: thread) }
    }

    /// Makes the caller the one who sends: what is returned must go to one `fuse_reply_*` function at once.
    func take() -> fuse_req_t {
        let token = state.withLock { state in
            precondition(!state.isSent, "a reply is sent once")
            state.isSent = true
            return state.token
        }
        if let token {
            _ = core.interrupts.take(token)
        }
        return request
    }
}

/// What libfuse calls when the caller of a request is interrupted, with the token of the reply: never a pointer,
/// because libfuse may call while another thread is sending the reply, and a little after.
private let interruptCallback: @convention(c) (fuse_req_t?, UnsafeMutableRawPointer?) -> Void = { request, token in
    guard let request, let token = InterruptTable.Token(token) else { return }
    SessionCore.of(request).interrupts.interrupt(token, of: fuse_req_ctx(request).pointee.pid)
}
