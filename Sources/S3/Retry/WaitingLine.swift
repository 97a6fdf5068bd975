import Synchronization

/// Callers who wait for one thing, each no longer than it wants to.
final class WaitingLine: Sendable {
    /// How a wait ended.
    enum End: Sendable {
        case over
        case cancelled
        case deadline
    }

    private struct State {
        var waiting: [UInt64: CheckedContinuation<End, Never>] = [:]
        var last: UInt64 = 0
    }

    /// Guards those who wait.
    ///
    /// Nobody is resumed, and nothing else is called, while it is held.
    private let state = Mutex(State())

    /// Waits for `release`, for the task's cancellation or for the deadline, whatever comes first.
    ///
    /// - Parameter isOver: asked when the caller stands in line already, so that no release is missed.
    nonisolated(nonsending) func wait(until deadline: Deadline?, unless isOver: () -> Bool) async -> End {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        var timer: Task<Void, Never>?
        defer { timer?.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting[number] = continuation }
                // Not before the caller stands in line, or a deadline that is over would pass unseen.
                timer = deadline.map { alarm(for: number, $0) }
                if isOver() { end(number, .over) }
                // A task is marked before its handlers run, so one of the two sees the other.
                if Task.isCancelled { end(number, .cancelled) }
            }
        } onCancel: {
            end(number, .cancelled)
        }
    }

    /// Ends all waits.
    func release() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(returning: .over) }
    }

    /// Real time passes here, also beside a replaced clock: that one would go on by being waited for.
    private func alarm(for number: UInt64, _ deadline: Deadline) -> Task<Void, Never> {
        Task {
            await SystemTimekeeper().sleep(seconds: deadline.remaining)
            // One that is cancelled comes too late to end anything.
            self.end(number, .deadline)
        }
    }

    private func end(_ number: UInt64, _ end: End) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: end)
    }
}
