import Synchronization

/// Work under way that several callers wait for, each no longer than it wants to.
///
/// It runs on a task of its own: a caller who gives up does not take it along, and the one who happened to begin it
/// lends it neither its deadline nor its share of a bandwidth.
final class SharedLoad<Value: Sendable>: Sendable {
    /// What a wait came to.
    enum Outcome: Sendable {
        case value(Value)
        /// The caller's task was cancelled.
        case cancelled
        /// The caller's time was over.
        case deadline
    }

    private let line = WaitingLine()
    /// Guards the result; nil while the work goes on.
    ///
    /// Nothing is called while it is held.
    private let result = Mutex<Value?>(nil)

    /// Begins the work.
    init(_ work: @escaping @Sendable () async -> Value) {
        Task.detached(priority: Task.currentPriority) {
            let value = await work()
            self.result.withLock { $0 = value }
            self.line.release()
        }
    }

    /// The result, as soon as it is there.
    func value(until deadline: Deadline?) async -> Outcome {
        let end = await line.wait(until: deadline) { known != nil }
        // What came in time is given, also to a caller who is about to give up.
        if let known { return .value(known) }
        switch end {
        case .over: preconditionFailure("a line that is released before there is a result")
        case .cancelled: return .cancelled
        case .deadline: return .deadline
        }
    }

    private var known: Value? { result.withLock { $0 } }
}
