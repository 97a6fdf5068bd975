import Synchronization

/// Brings content into the bucket that nobody waits for: a few files at a time, the oldest first, and again later what
/// could not be stored.
final class PendingUploads: Sendable {
    private struct State {
        var isEnded = false
        /// Those that pause after a failure, by number.
        var pauses: [Int: Task<Void, Never>] = [:]
        var next = 0
    }

    /// How long after a failure it is tried again: twice as long each time.
    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(60)

    /// Files under way at once.
    private let places = AsyncGate(width: 4)
    /// A leaf.
    private let state = Mutex(State())

    /// Tries until it succeeds, or `end` is called.
    ///
    /// - Parameter attempt: returns whether nothing is left to be done.
    func add(_ attempt: @escaping @Sendable () async -> Bool) {
        Task {
            var pause = Self.firstPause
            while true {
                if await places.run({ isEnded ? true : await attempt() }) { return }
                // A server that did not take it says nothing when it would: there is no condition to wait for.
                await rest(for: pause)
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }

    /// Begins nothing any more; what is under way goes on.
    func end() {
        let pauses = state.withLock { state in
            state.isEnded = true
            return state.pauses.values.map { $0 }
        }
        for pause in pauses { pause.cancel() }
    }

    private var isEnded: Bool { state.withLock { $0.isEnded } }

    /// Lets a server alone for a while after a failure, or until `end`.
    private func rest(for pause: Duration) async {
        // All that the sleep can throw is that `end` cut it short, which whoever rests finds out by `isEnded`.
        let task = Task { _ = try? await Task.sleep(for: pause) }
        let number = state.withLock { state -> Int? in
            guard !state.isEnded else { return nil }
            state.next += 1
            state.pauses[state.next] = task
            return state.next
        }
        guard let number else { return task.cancel() }
        await task.value
        _ = state.withLock { $0.pauses.removeValue(forKey: number) }
    }
}
