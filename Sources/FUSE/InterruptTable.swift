import Glibc
import Synchronization

/// Who wants to hear of an interrupt, by a token that is never used twice.
///
/// libfuse hands its callback a bare value that can come after the answer was sent. A token that is no longer in the
/// table makes such a late call harmless, and taking a handler out makes it run once.
final class InterruptTable: Sendable {
    typealias Handler = @Sendable () -> Void

    /// What one reply's handler is known by; never zero.
    struct Token: Hashable, Sendable {
        private let value: UInt

        fileprivate init(value: UInt) { self.value = value }

        /// The token that was passed through C as `pointer`.
        init?(_ pointer: UnsafeMutableRawPointer?) {
            guard let pointer else { return nil }
            value = UInt(bitPattern: pointer)
        }

        /// The token in the form in which C carries it: not an address of anything.
        var pointer: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: value) }
    }

    /// A leaf lock: nothing is called under it.
    private let handlers = Mutex([Token: Handler]())
    private let lastToken = Atomic<UInt>(0)

    func makeToken() -> Token {
        Token(value: lastToken.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    /// Sets the handler of a token and returns the one it had.
    func replace(_ handler: @escaping Handler, for token: Token) -> Handler? {
        handlers.withLock { $0.updateValue(handler, forKey: token) }
    }

    /// Removes and returns the handler of a token: whoever gets it runs it.
    func take(_ token: Token) -> Handler? {
        handlers.withLock { $0.removeValue(forKey: token) }
    }

    /// A signal has come for the thread that waits for a reply: runs the handler if it is one that ends the call.
    ///
    /// The kernel says it once for each request. After a signal that does not end the call the thread is looked at from
    /// time to time, until there is an answer: another signal may come.
    func interrupt(_ token: Token, of thread: pid_t) {
        if CallerSignals(of: thread).endCall { take(token)?() } else { watch(token, of: thread) }
    }

    private static let lookingInterval = Duration.milliseconds(100)

    private func watch(_ token: Token, of thread: pid_t) {
        Task {
            while handlers.withLock({ $0[token] != nil }) {
                // The kernel tells of no later signal, so it is looked for. Nobody cancels the task; it ends with the call.
                try? await Task.sleep(for: Self.lookingInterval)
                if CallerSignals(of: thread).endCall { take(token)?() }
            }
        }
    }

    /// Forgets every handler.
    func removeAll() {
        var removed: [Token: Handler] = [:]
        // Swapped, not emptied in place: what the handlers hold may send replies when it is let go.
        handlers.withLock { swap(&$0, &removed) }
    }
}
