import Synchronization

/// The reading of one handle: answers reads, and has fetched ahead what it expects to be read next.
package final class ReadCursor: Sendable {
    private struct State {
        var pattern: ReadPattern
        var isClosed = false
    }

    /// The version that is read.
    package let version: ObjectVersion
    /// Guards the pattern.
    ///
    /// Not held while the version is called.
    private let state: Mutex<State>

    init(version: ObjectVersion) {
        self.version = version
        state = Mutex(State(pattern: ReadPattern(size: version.size, configuration: version.configuration)))
    }

    deinit { close() }

    /// Reads `offset ..< min(offset + size, version.size)`; nothing at and after the end.
    ///
    /// - Parameter completion: called once: from here when the bytes are in memory, else when they have arrived, from the
    ///   thread that brought them. No lock is held meanwhile. The bytes stay as long as the value is kept.
    /// - Returns: what cancels the read; nil when it has been answered.
    @discardableResult
    package func read(offset: Int64, size: Int, completion: @escaping ReadCompletion) -> ReadTicket? {
        precondition(offset >= 0 && size >= 0, "a read of \(size) bytes at \(offset)")
        guard offset < version.size, size > 0 else {
            completion(.success(.empty))
            return nil
        }
        let range = offset..<min(version.size, offset + Int64(size))
        let sizes = version.pace.sizes
        let (plan, abandoned) = state.withLock { state in
            state.pattern.sizes = sizes
            return state.pattern.read(range)
        }
        let ticket = version.read(range, target: plan.target, completion: completion)
        if !abandoned.isEmpty { version.release(abandoned) }
        if !plan.ahead.isEmpty {
            let end = version.fetchAhead(plan.ahead, each: plan.each)
            if end < plan.ahead.upperBound { state.withLock { $0.pattern.askedOnly(to: end) } }
        }
        return ticket
    }

    /// Ends the fetching ahead, when no other handle reads the version.
    ///
    /// A second call does nothing.
    package func close() {
        let wasOpen = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        if wasOpen { version.closeCursor() }
    }
}
