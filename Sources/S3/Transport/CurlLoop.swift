import CCurl
import CLinux
import Glibc
import Synchronization

/// One thread that owns a libcurl multi handle and all transfers on it.
///
/// `@unchecked`: `inbox` has its lock; `multi` is made before the thread and freed after it, and `curl_multi_wakeup`
/// is the only call made on it from elsewhere; every other variable belongs to the loop thread.
final class CurlLoop: @unchecked Sendable {
    enum Command {
        case start(Transfer)
        case cancel(Transfer)
        case resume(Transfer)
    }

    private struct Inbox {
        var commands: [Command] = []
        /// Whether the loop will look here again without being woken.
        var isAwake = true
        var isStopping = false
    }

    /// How many transfers were handed in and are not finished.
    let load = Atomic<Int>(0)
    /// The same of all loops of the client.
    private let traffic: CurlTraffic
    /// Guards what other threads want of the loop.
    ///
    /// Nothing is called while it is held.
    private let inbox = Mutex(Inbox())
    private let multi: UnsafeMutableRawPointer
    private let options: CurlOptions
    /// How many transfers run at once.
    let maximumActive: Int
    /// All slots, so that none goes while libcurl knows it.
    private var slots: [CurlSlot] = []
    private var idle: [CurlSlot] = []
    /// Transfers that libcurl works on and that are not paused.
    private var activeCount = 0
    /// Transfers beyond `maximumActive`, oldest first from `waitingStart`.
    private var waiting: [Transfer] = []
    private var waitingStart = 0
    /// When the first of those that wait runs out of time; nil when none does.
    private var nextExpiry: Double?
    private let clock = SystemTimekeeper()
    /// How long to look for news before a rest.
    private var patience = Patience()

    init(options: CurlOptions, maximumActive: Int, traffic: CurlTraffic) {
        Self.prepareLibrary()
        // Without memory Swift's own arrays end the process, too.
        guard let multi = curl_multi_init() else { preconditionFailure("curl_multi_init: no memory") }
        self.multi = multi
        self.options = options
        self.traffic = traffic
        self.maximumActive = max(1, maximumActive)
        _ = ccurl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, self.maximumActive)
    }

    private static let library: Void = { _ = curl_global_init(Int(CURL_GLOBAL_ALL)) }()

    /// curl_global_init(3): Must be over before any other thread uses libcurl.
    static func prepareLibrary() { _ = library }

    deinit {
        slots.removeAll()
        idle.removeAll()
        curl_multi_cleanup(multi)
    }

    /// Hands a command to the loop; false when it stops.
    func submit(_ command: Command) -> Bool {
        let (isTaken, mustWake) = inbox.withLock { inbox in
            if inbox.isStopping { return (false, false) }
            inbox.commands.append(command)
            defer { inbox.isAwake = true }
            return (true, !inbox.isAwake)
        }
        if isTaken, case .start = command {
            load.add(1, ordering: .relaxed)
            traffic.count.add(1, ordering: .relaxed)
        }
        if mustWake { curl_multi_wakeup(multi) }
        return isTaken
    }

    /// Asks the loop to end: what is under way fails with `.shutdown`.
    func stop() {
        inbox.withLock { $0.isStopping = true }
        curl_multi_wakeup(multi)
    }

    /// The thread's body.
    func run() {
        clinux_name_thread("pail-http")
        var isStopping = false
        var commands: [Command] = []
        while !isStopping {
            // The two arrays change places, so that neither is allocated again.
            isStopping = inbox.withLock { inbox in
                swap(&commands, &inbox.commands)
                inbox.isAwake = true
                return inbox.isStopping
            }
            var hasNews = !commands.isEmpty
            for command in commands { perform(command) }
            commands.removeAll(keepingCapacity: true)
            startWaiting()
            var running: Int32 = 0
            _ = curl_multi_perform(multi, &running)
            if collectFinished() { hasNews = true }
            startWaiting()
            if mayLookAgain(hasNews) {
                // Whoever else has something to do comes first.
                sched_yield()
                continue
            }
            let mayRest = inbox.withLock { inbox in
                guard inbox.commands.isEmpty, !inbox.isStopping else { return false }
                inbox.isAwake = false
                return true
            }
            if mayRest { _ = curl_multi_poll(multi, nil, 0, restTime(), nil) }
        }
        failAll()
    }

    /// Whether news is so near that waiting for it awake is better than to be woken.
    private func mayLookAgain(_ hasNews: Bool) -> Bool {
        // With several under way the processor has other work, and none of it comes from looking.
        guard traffic.count.load(ordering: .relaxed) <= 1 else {
            patience.end()
            return false
        }
        let now = clock.elapsed()
        if hasNews { patience.noteNews(at: now) }
        return patience.isLeft(at: now)
    }

    private func perform(_ command: Command) {
        switch command {
        case .start(let transfer): enqueue(transfer)
        case .cancel(let transfer): cancel(transfer)
        case .resume(let transfer): resume(transfer)
        }
    }

    // MARK: Transfers

    private func enqueue(_ transfer: Transfer) {
        transfer.isStarted = true
        guard !transfer.isCancelled.load(ordering: .acquiring) else { return finishCancelled(transfer) }
        if let expiry = transfer.expiry { nextExpiry = min(nextExpiry ?? expiry, expiry) }
        waiting.append(transfer)
    }

    private func cancel(_ transfer: Transfer) {
        // A cancel that overtakes the start leaves the end to it: only then there is somebody to tell.
        guard transfer.isStarted, !transfer.isFinished else { return }
        detach(transfer)
        // One that still waits is passed over when its turn comes.
        finishCancelled(transfer)
    }

    private func resume(_ transfer: Transfer) {
        guard transfer.isPaused, let slot = transfer.slot else { return }
        transfer.isPaused = false
        activeCount += 1
        // Delivers what libcurl has kept, which may pause it again.
        curl_easy_pause(slot.easy, CURLPAUSE_CONT)
    }

    private func finish(_ transfer: Transfer, _ outcome: Transfer.Outcome) {
        guard !transfer.isFinished else { return }
        load.subtract(1, ordering: .relaxed)
        traffic.count.subtract(1, ordering: .relaxed)
        transfer.finish(outcome)
    }

    private func finishCancelled(_ transfer: Transfer) {
        finish(
            transfer,
            .failure(TransportError(.cancelled, "the task was cancelled", bytesReceived: transfer.bytesReceived)))
    }

    private func startWaiting() {
        if let expiry = nextExpiry, clock.elapsed() >= expiry { failExpired() }
        while activeCount < maximumActive, waitingStart < waiting.count {
            let transfer = waiting[waitingStart]
            waitingStart += 1
            if !transfer.isFinished { start(transfer) }
        }
        if waitingStart == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            waitingStart = 0
            nextExpiry = nil
        } else if waitingStart > 1024 {
            waiting.removeFirst(waitingStart)
            waitingStart = 0
        }
    }

    /// Ends those that wait in vain.
    private func failExpired() {
        let now = clock.elapsed()
        nextExpiry = nil
        for transfer in waiting[waitingStart...] where !transfer.isFinished {
            guard let expiry = transfer.expiry else { continue }
            if expiry <= now {
                finish(transfer, .failure(.deadline()))
            } else {
                nextExpiry = min(nextExpiry ?? expiry, expiry)
            }
        }
    }

    private func start(_ transfer: Transfer) {
        guard let slot = idle.popLast() ?? makeSlot() else {
            finish(transfer, .failure(TransportError(.unsendable, "curl_easy_init: no memory")))
            return
        }
        slot.prepare(transfer, timeLimit: transfer.expiry.map { max(0, $0 - clock.elapsed()) })
        transfer.slot = slot
        activeCount += 1
        let result = curl_multi_add_handle(multi, slot.easy)
        if result != CURLM_OK {
            detach(transfer)
            let reason = String(cString: curl_multi_strerror(result))
            finish(transfer, .failure(TransportError(.unsendable, "curl_multi_add_handle: \(reason)")))
        }
    }

    private func makeSlot() -> CurlSlot? {
        // A paused transfer leaves its place to another: who paused it may be waiting for that one.
        let slot = CurlSlot(options: options) { [unowned self] in activeCount -= 1 }
        if let slot { slots.append(slot) }
        return slot
    }

    /// Finishes what libcurl is done with.
    ///
    /// - Returns: whether any was.
    private func collectFinished() -> Bool {
        var left: Int32 = 0
        var hasFinished = false
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let transfer = CurlSlot.slot(of: easy).transfer
            else { continue }
            let outcome = transfer.outcome(message.pointee.data.result, now: clock)
            detach(transfer)
            finish(transfer, outcome)
            hasFinished = true
        }
        return hasFinished
    }

    /// Takes a transfer from libcurl; its connection is kept when the transfer was complete.
    private func detach(_ transfer: Transfer) {
        guard let slot = transfer.slot else { return }
        curl_multi_remove_handle(multi, slot.easy)
        if !transfer.isPaused { activeCount -= 1 }
        transfer.isPaused = false
        transfer.slot = nil
        slot.release()
        idle.append(slot)
    }

    private func restTime() -> Int32 {
        guard let nextExpiry else { return 60_000 }
        return Int32(max(0, min(60_000, ((nextExpiry - clock.elapsed()) * 1000).rounded(.up))))
    }

    private func failAll() {
        let late = inbox.withLock { inbox in
            defer { inbox.commands.removeAll() }
            return inbox.commands
        }
        var rest = slots.compactMap(\.transfer)
        for transfer in rest { detach(transfer) }
        rest += waiting[waitingStart...]
        for case .start(let transfer) in late { rest.append(transfer) }
        for transfer in rest {
            finish(transfer, .failure(TransportError(.shutdown, "the client was shut down")))
        }
        waiting.removeAll()
    }
}
