import Synchronization

/// Lets tasks in while there is room, in order of arrival: orders the requests that change one object, and bounds what is
/// under way at once.
///
/// Not a lock: it is held across requests, by tasks, and no lock is held while waiting for it.
final class AsyncGate: Sendable {
    private struct State {
        var free: Int64
        var waiting: [(weight: Int64, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// How much there is room for; one that is larger than everything comes in when it is alone.
    let width: Int64
    /// A leaf.
    private let state: Mutex<State>

    init(width: Int64 = 1) {
        self.width = width
        state = Mutex(State(free: width))
    }

    /// Runs `body` within.
    func run<Value: Sendable, Failure: Error>(
        weight: Int64 = 1, _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        await enter(weight)
        defer { leave(weight) }
        return try await body()
    }

    /// Waits for the turn; every `enter` is followed by one `leave` of the same weight.
    func enter(_ weight: Int64 = 1) async {
        let weight = min(weight, width)
        await withCheckedContinuation { continuation in
            let isIn = state.withLock { state in
                guard state.waiting.isEmpty, state.free >= weight else {
                    state.waiting.append((weight, continuation))
                    return false
                }
                state.free -= weight
                return true
            }
            if isIn { continuation.resume() }
        }
    }

    /// Gives the room to the next.
    func leave(_ weight: Int64 = 1) {
        let next = state.withLock { state in
            state.free += min(weight, width)
            var count = 0
            while count < state.waiting.count, state.waiting[count].weight <= state.free {
                state.free -= state.waiting[count].weight
                count += 1
            }
            defer { state.waiting.removeFirst(count) }
            return state.waiting.prefix(count)
        }
        for waiting in next { waiting.continuation.resume() }
    }
}
