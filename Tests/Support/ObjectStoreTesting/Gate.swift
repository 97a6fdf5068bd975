package import ObjectStore
import Synchronization

/// A gate that a test opens: who comes to it waits, without a timer, until it is open or the waiting task is cancelled.
package final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrivals = 0
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
        /// Those that wait for a number of arrivals.
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }
    private let state = Mutex(State())

    package init() {}

    /// How many came to the gate so far.
    package var arrivals: Int { state.withLock { $0.arrivals } }

    /// Lets everyone through, now and later.
    package func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume(returning: true) }
    }

    /// Returns when `count` requests have come to the gate.
    package func waitForArrivals(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.arrivals >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Waits until the gate is open.
    ///
    /// - Throws: `.cancelled` when the task is cancelled first.
    package func pass() async throws(StoreError) {
        let (id, watchers) = state.withLock { state in
            state.nextID += 1
            state.arrivals += 1
            let ready = state.watchers.filter { $0.count <= state.arrivals }
            state.watchers.removeAll { $0.count <= state.arrivals }
            return (state.nextID, ready.map(\.continuation))
        }
        for continuation in watchers { continuation.resume() }
        let isThrough = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.isOpen { return true }
                    // Cancelled before this: the handler has run already and found nobody.
                    if Task.isCancelled { return false }
                    state.waiting[id] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: false)
        }
        if !isThrough { throw StoreError(.cancelled, "at a gate") }
    }
}
