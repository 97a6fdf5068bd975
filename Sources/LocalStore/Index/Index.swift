/// The SQLite index of a bucket's directory: one connection, owned by one thread, fed through a queue.
///
/// What waits in the queue is written in one transaction. Losing it costs a request later and nothing else, so a
/// failure is never reported to whoever read or wrote.
final class Index: Sendable {
    struct Job: Sendable {
        let isWriting: Bool
        let body: @Sendable (SQLiteConnection) throws(SQLiteError) -> Void
        /// Called when the transaction has ended, with whether it was committed.
        let completion: (@Sendable (Bool) -> Void)?
    }

    private struct State {
        var jobs: [Job] = []
        var isUrgent = false
        var isClosing = false
        /// The file is no database any more: nothing is written until the next start sets it aside.
        var isDamaged = false
    }

    /// How long a change waits for company.
    private static let gathering = Duration.milliseconds(100)
    /// So many jobs wait for no more company.
    private static let batch = 1024

    private let state = Monitor(State())
    private let thread: WorkerThread

    /// Takes over the connection.
    init(_ connection: SQLiteConnection) throws(LocalStoreError) {
        let state = self.state
        thread = try WorkerThread(name: "pail-index") { Self.run(connection, state) }
    }

    /// Jobs that wait.
    var backlog: Int { state.withLock { $0.jobs.count } }

    /// Has a change written soon; `completion` is called when that was tried, with whether it was: with the changes that were
    /// submitted at about the same time it is undone when one of those fails.
    ///
    /// - Returns: false when the index is closed; nothing happens then.
    @discardableResult
    func submit(
        _ body: @escaping @Sendable (SQLiteConnection) throws(SQLiteError) -> Void,
        completion: (@Sendable (_ isCommitted: Bool) -> Void)? = nil
    ) -> Bool {
        add(Job(isWriting: true, body: body, completion: completion), urgent: false)
    }

    /// Has a query run after everything submitted before it, and at once.
    ///
    /// A closed index completes it before this returns.
    func query(
        _ body: @escaping @Sendable (SQLiteConnection) throws(SQLiteError) -> Void,
        completion: @escaping @Sendable () -> Void
    ) {
        if !add(Job(isWriting: false, body: body, completion: { _ in completion() }), urgent: true) { completion() }
    }

    /// Calls back when everything submitted before is committed.
    func flush(completion: @escaping @Sendable () -> Void) {
        query({ _ in }, completion: completion)
    }

    /// Runs what waits and ends the thread.
    func close() {
        state.signal { $0.isClosing = true }
        thread.join()
    }

    private func add(_ job: Job, urgent: Bool) -> Bool {
        state.signalOne { state in
            if state.isClosing { return (false, false) }
            state.jobs.append(job)
            if urgent { state.isUrgent = true }
            // Who waits for company is not woken by each that comes: that would cost those who bring it.
            return (true, urgent || state.jobs.count == 1 || state.jobs.count == Self.batch)
        }
    }

    /// The thread's body: takes what waits, runs it, until closed and empty.
    private static func run(_ connection: SQLiteConnection, _ state: Monitor<State>) {
        while true {
            _ = state.wait { $0.isClosing || !$0.jobs.isEmpty ? true : nil }
            _ = state.wait(atMost: gathering) { $0.isClosing || $0.isUrgent || $0.jobs.count >= batch ? true : nil }
            let (jobs, isDamaged) = state.withLock { state in
                let jobs = state.jobs
                state.jobs = []
                state.isUrgent = false
                return (jobs, state.isDamaged)
            }
            if jobs.isEmpty { return }
            var isCommitted = false
            if !isDamaged {
                do {
                    try connection.transaction(writing: jobs.contains { $0.isWriting }) { () throws(SQLiteError) in
                        for job in jobs { try job.body(connection) }
                    }
                    isCommitted = true
                } catch {
                    if error.isDamage { state.withLock { $0.isDamaged = true } }
                }
            }
            for job in jobs { job.completion?(isCommitted) }
        }
    }
}
