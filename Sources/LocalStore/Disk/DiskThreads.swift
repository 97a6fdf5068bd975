/// A few threads that wait for the disk so that nobody else does: reads first, writes last and bounded.
final class DiskThreads: Sendable {
    typealias Work = @Sendable () -> Void

    private struct State {
        /// Bounded by what their callers may have under way.
        var reads = Queue<Work>()
        /// Bounded by what there is to remove.
        var chores = Queue<Work>()
        var writes = Queue<(bytes: Int, work: Work)>()
        /// Bytes of writes that wait or are under way.
        var writeBytes = 0
        var activeWrites = 0
        var isClosing = false
        var isPaused = false
        /// Called on the first thread now and then.
        var tidy: Work?
    }

    private enum Next {
        case work(Work)
        case write(bytes: Int, work: Work)
        case end
    }

    private static let threadCount = 4
    /// Fewer than the threads, so that a read never waits behind writes alone; more than one, since the system slows each
    /// thread down by itself when the disk does not keep up.
    private static let maximumWrites = 2
    /// How often the first thread tidies up.
    private static let tidyInterval = Duration.seconds(30)

    let maximumWriteBytes: Int
    private let state = Monitor(State())
    private let threads: [WorkerThread]

    /// Starts the threads.
    init(maximumWriteBytes: Int) throws(LocalStoreError) {
        self.maximumWriteBytes = maximumWriteBytes
        let state = self.state
        var threads: [WorkerThread] = []
        do {
            for number in 0..<Self.threadCount {
                threads.append(
                    try WorkerThread(name: "pail-disk-\(number)") {
                        Self.run(state, isFirst: number == 0)
                    })
            }
        } catch {
            state.signal { $0.isClosing = true }
            for thread in threads { thread.join() }
            throw error
        }
        self.threads = threads
    }

    /// Has `work` done every 30 seconds or so.
    func tidyRegularly(_ work: @escaping Work) { state.signal { $0.tidy = work } }

    /// Queues a read; false when the threads have ended.
    func read(_ work: @escaping Work) -> Bool {
        add { $0.reads.append(work) }
    }

    /// Queues something that gives space back; false when the threads have ended.
    func chore(_ work: @escaping Work) -> Bool {
        add { $0.chores.append(work) }
    }

    /// Queues a write that holds `bytes` of memory until it is done; false when too much waits already.
    func write(bytes: Int, _ work: @escaping Work) -> Bool {
        state.signalOne { state in
            guard !state.isClosing, state.writeBytes + bytes <= maximumWriteBytes else { return (false, false) }
            state.writeBytes += bytes
            state.writes.append((bytes, work))
            // Else who writes now goes on with it.
            return (true, state.activeWrites < Self.maximumWrites)
        }
    }

    /// Bytes of writes that wait or are under way.
    var writeBytes: Int { state.withLock { $0.writeBytes } }

    /// Holds the writes back, so that a test can fill the queue.
    func pauseWrites(_ isPaused: Bool) { state.signal { $0.isPaused = isPaused } }

    /// Does what is queued and ends the threads.
    func close() {
        state.signal { $0.isClosing = true }
        for thread in threads { thread.join() }
    }

    private func add(_ change: (inout State) -> Void) -> Bool {
        state.signalOne { state in
            guard !state.isClosing else { return (false, false) }
            change(&state)
            return (true, true)
        }
    }

    private static func run(_ state: Monitor<State>, isFirst: Bool) {
        var nextTidy = ContinuousClock.now + tidyInterval
        while true {
            let limit = isFirst ? max(.zero, nextTidy - .now) : nil
            let next = state.wait(atMost: limit) { state in Self.next(&state) }
            switch next {
            case .work(let work): work()
            case .write(let bytes, let work):
                work()
                let isClosing = state.signalOne { state in
                    state.activeWrites -= 1
                    state.writeBytes -= bytes
                    // This thread does what comes first, which may be a read.
                    return (state.isClosing, !state.writes.isEmpty && !(state.reads.isEmpty && state.chores.isEmpty))
                }
                if isClosing { state.signal { _ in } }
            case .end: return
            case nil: break
            }
            if isFirst, ContinuousClock.now >= nextTidy {
                state.withLock { $0.tidy }?()
                nextTidy = .now + tidyInterval
            }
        }
    }

    private static func next(_ state: inout State) -> Next? {
        if let work = state.reads.popFirst() ?? state.chores.popFirst() { return .work(work) }
        let mayWrite = state.activeWrites < maximumWrites && (!state.isPaused || state.isClosing)
        if mayWrite, let (bytes, work) = state.writes.popFirst() {
            state.activeWrites += 1
            return .write(bytes: bytes, work: work)
        }
        // A write under way may still leave a chore behind, so its thread goes last.
        return state.isClosing && state.writes.isEmpty ? .end : nil
    }
}
