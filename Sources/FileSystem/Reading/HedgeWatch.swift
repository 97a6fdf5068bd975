import Synchronization

/// Looks after the GETs of a mount whose head has not come: one task for all of them, since nearly all are answered long
/// before their time, and a task for each would cost more than it saves.
final class HedgeWatch: Sendable {
    private struct Entry {
        let deadline: ContinuousClock.Instant
        /// Weak, so that what is done gives its memory back.
        weak var fetch: Fetch?
        let isLate: @Sendable (Fetch) -> Void
    }

    private struct State {
        var entries: [Entry] = []
        var isRunning = false
    }

    /// Guards the entries; nothing is called under it.
    private let state = Mutex(State())

    /// Calls `isLate` once, when the head of a fetch has not come after `patience`.
    func watch(_ fetch: Fetch, patience: Double, isLate: @escaping @Sendable (Fetch) -> Void) {
        let entry = Entry(deadline: .now + .seconds(patience), fetch: fetch, isLate: isLate)
        let starts = state.withLock { state in
            state.entries.append(entry)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if starts { Task { await self.run() } }
    }

    private func run() async {
        while let deadline = nextDeadline() {
            // Time is what this is about: how long a head may take. Nobody cancels the task, and an early end would only look
            // again.
            try? await Task.sleep(until: deadline, clock: .continuous)
            for (fetch, isLate) in takeLate() { isLate(fetch) }
        }
    }

    /// When the first of those that wait still is late; nil, and the end of the task, when there is none.
    private func nextDeadline() -> ContinuousClock.Instant? {
        state.withLock { state in
            state.entries.removeAll { $0.fetch?.awaitsHead != true }
            let next = state.entries.map(\.deadline).min()
            state.isRunning = next != nil
            return next
        }
    }

    private func takeLate() -> [(Fetch, @Sendable (Fetch) -> Void)] {
        state.withLock { state in
            let now = ContinuousClock.now
            let late = state.entries.filter { $0.deadline <= now }
            state.entries.removeAll { $0.deadline <= now }
            return late.compactMap { entry in
                guard let fetch = entry.fetch, fetch.awaitsHead else { return nil }
                return (fetch, entry.isLate)
            }
        }
    }
}
