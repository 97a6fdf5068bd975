import Synchronization

/// Blocks that wait to be stored, counted for each version, and who waits for the last of them.
final class PendingWrites: Sendable {
    private struct Entry {
        var count = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private struct State {
        var entries: [BlockVersion: Entry] = [:]
        var lastID = 0
    }

    /// A leaf lock.
    private let state = Mutex(State())

    /// Counts a block in.
    func begin(_ version: BlockVersion) { state.withLock { $0.entries[version, default: Entry()].count += 1 } }

    /// Counts a block out, stored or not.
    func end(_ version: BlockVersion) {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard var entry = state.entries[version] else { return [] }
            entry.count -= 1
            state.entries[version] = entry.count > 0 ? entry : nil
            return entry.count > 0 ? [] : Array(entry.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// How many blocks of a version wait.
    func count(of version: BlockVersion) -> Int { state.withLock { $0.entries[version]?.count ?? 0 } }

    /// How many wait for the last block of a version.
    func waiting(for version: BlockVersion) -> Int { state.withLock { $0.entries[version]?.waiters.count ?? 0 } }

    /// Returns when no block of a version waits any more, or after a while.
    func settle(_ version: BlockVersion, atMost patience: Duration) async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withCheckedContinuation { continuation in
            let mustWait = state.withLock { state in
                guard state.entries[version] != nil else { return false }
                state.entries[version]?.waiters[id] = continuation
                return true
            }
            guard mustWait else { return continuation.resume() }
            // Time is what this is about. Nobody cancels the task, which finds nobody where the wait is over.
            Task {
                try? await Task.sleep(for: patience)
                state.withLock { $0.entries[version]?.waiters.removeValue(forKey: id) }?.resume()
            }
        }
    }
}
