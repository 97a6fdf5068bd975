import ObjectStore
import Synchronization

/// The entries of one directory as they arrive: filled by one listing, read by any number of directory handles.
///
/// Of a very large directory it keeps the first entries, and a few pages of the rest around where it is read.
final class DirectoryFetch: Sendable {
    /// How far a reader at some position can go.
    enum Step {
        /// These come next; there may be more after them.
        case entries([Inode])
        case end
        case wait
        case failed(StoreError)
    }

    /// Lists the entries after a key again.
    typealias Reload = @Sendable ([UInt8]) async throws(StoreError) -> [Inode]

    private struct State {
        var entries: [Inode] = []
        /// What comes after `entries`, once there are too many to keep.
        var tail: DirectoryTail?
        var reload: Reload?
        /// What comes after the tail: entries that only we have yet.
        var last: [Inode] = []
        var outcome: Result<Void, StoreError>?
        var waiters: [SharedResult<Void, Never>] = []
        /// Handles that read this.
        var readers = 0
        /// The furthest position that was read.
        var furthest = 0

        var end: Int { (tail?.end ?? entries.count) + last.count }
    }

    /// When it was asked for.
    let begun = ContinuousClock.now
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

    // MARK: Reading

    /// What is at `position`, and after it.
    func step(at position: Int) -> Step {
        state.withLock { state in
            if position < state.entries.count { return .entries(Self.some(of: state.entries, from: position)) }
            if let tail = state.tail {
                switch tail.find(position) {
                case .entries(let page, let index): return .entries(Self.some(of: page, from: index))
                case .dropped: return .wait
                case .absent: break
                }
                if position >= tail.end, position - tail.end < state.last.count {
                    return .entries(Self.some(of: state.last, from: position - tail.end))
                }
            }
            switch state.outcome {
            case nil: return .wait
            case .success: return .end
            case .failure(let error): return .failed(error)
            }
        }
    }

    /// How many entries one step takes.
    private static let entriesAtOnce = 64

    /// A few of the entries, as an array of their own: a part of theirs would make the next page copy them all.
    private static func some(of entries: [Inode], from index: Int) -> [Inode] {
        Array(entries[index..<min(index + entriesAtOnce, entries.count)])
    }

    /// Waits until there is something at `position`, or the listing has ended.
    ///
    /// One LIST when it was there and is not kept.
    func wait(for position: Int) async throws(StoreError) {
        let news = SharedResult<Void, Never>()
        let (isReady, dropped) = state.withLock { state -> (Bool, (Int, [UInt8], Reload)?) in
            if case .dropped(let page, let after)? = state.tail?.find(position), let reload = state.reload {
                return (true, (page, after, reload))
            }
            if position < state.end || state.outcome != nil { return (true, nil) }
            state.waiters.append(news)
            return (false, nil)
        }
        if let (page, after, reload) = dropped {
            let entries = try await reload(after)
            guard !entries.isEmpty else { throw StoreError(.notFound, "the entries listed before are gone") }
            state.withLock { $0.tail?.load(entries, page: page) }
        } else if !isReady, await news.outcome() == nil {
            throw StoreError(.cancelled)
        }
    }

    /// Whether a handle reads this.
    var hasReaders: Bool { state.withLock { $0.readers > 0 } }

    /// Notes a handle that reads from now on.
    func enter() { state.withLock { $0.readers += 1 } }

    /// Notes that a handle reads no more.
    func leave() {
        wake { $0.readers -= 1 }
    }

    /// Notes how far a handle has come.
    func reached(_ position: Int) {
        let isNews = state.withLock { state in
            defer { state.furthest = max(state.furthest, position) }
            return state.tail != nil && position > state.furthest
        }
        if isNews { wake { _ in } }
    }

    // MARK: Filling

    /// Adds a page of entries and wakes who waits.
    func append(_ entries: [Inode]) {
        wake { state in
            if state.tail == nil { state.entries += entries } else { state.last += entries }
        }
    }

    /// Adds a page of entries that are not kept here, and wakes who waits.
    ///
    /// - Parameter after: the page begins after this key.
    func pass(_ entries: [Inode], after: [UInt8], reload: @escaping Reload) {
        wake { state in
            if state.tail == nil {
                state.tail = DirectoryTail(start: state.entries.count)
                state.reload = reload
            }
            state.tail?.append(entries, after: after)
        }
    }

    /// Waits until readers have come so far that more entries are worth having.
    ///
    /// - Returns: false when there are no readers any more.
    func hasRoom() async throws(StoreError) -> Bool {
        while true {
            let news = SharedResult<Void, Never>()
            let answer: Bool? = state.withLock { state in
                if state.readers == 0 { return false }
                guard let tail = state.tail, tail.end - state.furthest > DirectoryTail.entriesAhead else { return true }
                state.waiters.append(news)
                return nil
            }
            if let answer { return answer }
            guard await news.outcome() != nil else { throw StoreError(.cancelled) }
        }
    }

    /// Ends the listing and wakes who waits.
    func finish(_ outcome: Result<Void, StoreError>) {
        wake { $0.outcome = outcome }
    }

    private func wake<Value>(_ change: (inout State) -> sending Value) -> Value {
        let (value, waiters) = state.withLock { state in
            let value = change(&state)
            defer { state.waiters = [] }
            return (value, state.waiters)
        }
        for waiter in waiters { waiter.resolve(.success(())) }
        return value
    }
}
