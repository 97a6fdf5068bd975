import ObjectStore
import Synchronization

/// Something that happens once, and tasks that wait for it.
///
/// A waiting task can be cancelled.
final class Signal: Sendable {
    private struct State {
        var hasFired = false
        var isCancelled = false
        var continuation: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    /// Lets the waiter go on; later calls do nothing.
    func fire() {
        let continuation = state.withLock { state in
            state.hasFired = true
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(returning: true)
    }

    /// Waits for `fire`.
    ///
    /// At most one task waits.
    ///
    /// - Throws: `.cancelled` when the task is cancelled first.
    func wait() async throws(StoreError) {
        let hasFired = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Bool? = state.withLock { state in
                    if state.hasFired { return true }
                    if state.isCancelled { return false }
                    state.continuation = continuation
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.isCancelled = true
                defer { state.continuation = nil }
                return state.continuation
            }
            continuation?.resume(returning: false)
        }
        if !hasFired { throw StoreError(.cancelled) }
    }
}
