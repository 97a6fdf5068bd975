import Synchronization

/// The outcome of one piece of work that any number of tasks wait for.
///
/// A waiter that is cancelled leaves at once; the work goes on.
final class SharedResult<Success: Sendable, Failure: Error>: Sendable {
    typealias Outcome = Result<Success, Failure>

    private enum State {
        case pending(waiters: [UInt64: CheckedContinuation<Outcome?, Never>], next: UInt64)
        case done(Outcome)
    }

    // A leaf: nothing else is locked, and nobody is resumed, while it is held.
    private let state = Mutex(State.pending(waiters: [:], next: 0))

    /// Ends the work, once, and wakes who waits.
    func resolve(_ outcome: Outcome) {
        let waiters = state.withLock { state -> [UInt64: CheckedContinuation<Outcome?, Never>] in
            guard case .pending(let waiters, _) = state else { preconditionFailure("resolved twice") }
            state = .done(outcome)
            return waiters
        }
        for waiter in waiters.values { waiter.resume(returning: outcome) }
    }

    /// Waits for the outcome.
    ///
    /// - Returns: nil when the calling task is cancelled before it is there.
    func outcome() async -> Outcome? {
        let number = state.withLock { state -> UInt64 in
            guard case .pending(let waiters, let next) = state else { return 0 }
            state = .pending(waiters: waiters, next: next + 1)
            return next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Outcome?, Never>) in
                let answer = state.withLock { state -> Outcome?? in
                    switch state {
                    case .done(let outcome): return .some(outcome)
                    case .pending(var waiters, let next):
                        // The flag is set before the handler runs: either it is seen here, or the handler finds the
                        // waiter.
                        if Task.isCancelled { return .some(nil) }
                        waiters[number] = continuation
                        state = .pending(waiters: waiters, next: next)
                        return nil
                    }
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Outcome?, Never>? in
                guard case .pending(var waiters, let next) = state else { return nil }
                let waiter = waiters.removeValue(forKey: number)
                state = .pending(waiters: waiters, next: next)
                return waiter
            }
            waiter?.resume(returning: nil)
        }
    }
}
