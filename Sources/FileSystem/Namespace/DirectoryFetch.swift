import ObjectStore
import Synchronization

/// The entries of one directory as they arrive: filled by one listing, read by any number of directory handles.
final class DirectoryFetch: Sendable {
    /// How far a reader at some position can go.
    enum Step {
        case entry(Inode)
        case end
        case wait
        case failed(StoreError)
    }

    private struct State {
        var entries: [Inode] = []
        var outcome: Result<Void, StoreError>?
        var waiters: [@Sendable () -> Void] = []
    }

    /// Taken last: nothing else is locked while this is held.
    private let state = Mutex(State())

    init() {}

    /// A listing that is known already.
    init(entries: [Inode]) {
        state.withLock {
            $0.entries = entries
            $0.outcome = .success(())
        }
    }

    /// What is at `position`.
    func step(at position: Int) -> Step {
        state.withLock { state in
            if position < state.entries.count { return .entry(state.entries[position]) }
            switch state.outcome {
            case nil: return .wait
            case .success: return .end
            case .failure(let error): return .failed(error)
            }
        }
    }

    /// Adds a page of entries and wakes who waits.
    func append(_ entries: [Inode]) {
        wake { $0.entries += entries }
    }

    /// Ends the listing and wakes who waits.
    func finish(_ outcome: Result<Void, StoreError>) {
        wake { $0.outcome = outcome }
    }

    /// Waits until there is something at `position`, or the listing has ended.
    func wait(for position: Int) async throws(StoreError) {
        let signal = Signal()
        let isReady = state.withLock { state in
            if position < state.entries.count || state.outcome != nil { return true }
            state.waiters.append { signal.fire() }
            return false
        }
        if !isReady { try await signal.wait() }
    }

    /// Waits until the listing has ended.
    func waitForEnd() async throws(StoreError) {
        while true {
            let signal = Signal()
            let outcome = state.withLock { state in
                if state.outcome == nil { state.waiters.append { signal.fire() } }
                return state.outcome
            }
            if let outcome { return try outcome.get() }
            try await signal.wait()
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter() }
    }
}
