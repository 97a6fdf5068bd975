import CCurl
import CLinux
import Glibc
import Synchronization

/// The one thread that owns a libcurl multi handle and all transfers on it.
///
/// `@unchecked`: `inbox` has its lock; `multi` is made before the thread and freed after it, and `curl_multi_wakeup`
/// is the only call made on it from elsewhere; every other variable belongs to the loop thread.
final class CurlLoop: @unchecked Sendable {
    enum Command {
        case start(Transfer)
        case cancel(Transfer)
    }

    private struct Inbox {
        var commands: [Command] = []
        /// Whether the loop will look here again without being woken.
        var isAwake = true
        var isStopping = false
    }

    /// Guards what other threads want of the loop.
    ///
    /// Nothing is called while it is held.
    private let inbox = Mutex(Inbox())
    private let multi: UnsafeMutableRawPointer
    private let options: CurlHandle.Options
    private let maximumActive: Int
    /// Keeps the transfers that libcurl works on alive.
    private var active: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Transfers beyond `maximumActive`, oldest first from `waitingStart`.
    private var waiting: [Transfer] = []
    private var waitingStart = 0
    private var idleHandles: [UnsafeMutableRawPointer] = []

    init(options: CurlHandle.Options, maximumActive: Int) {
        // curl_global_init(3) must be over before any other thread uses libcurl.
        _ = Self.library
        guard let multi = curl_multi_init() else { preconditionFailure("curl_multi_init: no memory") }
        self.multi = multi
        self.options = options
        self.maximumActive = max(1, maximumActive)
        _ = ccurl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, self.maximumActive)
    }

    private static let library: Void = { _ = curl_global_init(Int(CURL_GLOBAL_ALL)) }()

    deinit {
        for easy in idleHandles { curl_easy_cleanup(easy) }
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
        while !isStopping {
            let (commands, stopping) = inbox.withLock { inbox in
                defer { inbox.commands.removeAll(keepingCapacity: false) }
                inbox.isAwake = true
                return (inbox.commands, inbox.isStopping)
            }
            isStopping = stopping
            for command in commands {
                switch command {
                case .start(let transfer): enqueue(transfer)
                case .cancel(let transfer): cancel(transfer)
                }
            }
            startWaiting()
            var running: Int32 = 0
            _ = curl_multi_perform(multi, &running)
            if collectFinished() { startWaiting() }
            let mayRest = inbox.withLock { inbox in
                guard inbox.commands.isEmpty, !inbox.isStopping else { return false }
                inbox.isAwake = false
                return true
            }
            if mayRest { _ = curl_multi_poll(multi, nil, 0, 60_000, nil) }
        }
        failAll()
    }

    private func enqueue(_ transfer: Transfer) {
        guard !transfer.isCancelled.load(ordering: .acquiring) else { return finishCancelled(transfer) }
        waiting.append(transfer)
    }

    private func cancel(_ transfer: Transfer) {
        guard !transfer.isFinished else { return }
        if transfer.easy != nil { detach(transfer) }
        // One that still waits is passed over when its turn comes.
        finishCancelled(transfer)
    }

    private func finishCancelled(_ transfer: Transfer) {
        transfer.finish(
            .failure(TransportError(.cancelled, "the task was cancelled", bytesReceived: transfer.bytesReceived)))
    }

    private func startWaiting() {
        while active.count < maximumActive, waitingStart < waiting.count {
            let transfer = waiting[waitingStart]
            waitingStart += 1
            if !transfer.isFinished { start(transfer) }
        }
        if waitingStart == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            waitingStart = 0
        } else if waitingStart > 1024 {
            waiting.removeFirst(waitingStart)
            waitingStart = 0
        }
    }

    private func start(_ transfer: Transfer) {
        guard let easy = idleHandles.popLast() ?? curl_easy_init() else {
            transfer.finish(.failure(TransportError(.unsendable, "curl_easy_init: no memory")))
            return
        }
        transfer.easy = easy
        active[easy] = transfer
        CurlHandle.prepare(easy, for: transfer, options: options)
        let result = curl_multi_add_handle(multi, easy)
        if result != CURLM_OK {
            detach(transfer)
            let reason = String(cString: curl_multi_strerror(result))
            transfer.finish(.failure(TransportError(.unsendable, "curl_multi_add_handle: \(reason)")))
        }
    }

    /// Finishes what libcurl is done with; whether there was anything.
    private func collectFinished() -> Bool {
        var any = false
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let transfer = active[easy]
            else { continue }
            let result = message.pointee.data.result
            let host = transfer.exchange.request.endpoint.authority
            let outcome = transfer.outcome(result, message: "\(host): \(String(cString: curl_easy_strerror(result)))")
            detach(transfer)
            transfer.finish(outcome)
            any = true
        }
        return any
    }

    /// Takes a transfer from libcurl; its connection is kept when the transfer was complete.
    private func detach(_ transfer: Transfer) {
        guard let easy = transfer.easy else { return }
        curl_multi_remove_handle(multi, easy)
        active[easy] = nil
        CurlHandle.release(transfer)
        curl_easy_reset(easy)
        idleHandles.append(easy)
    }

    private func failAll() {
        let late = inbox.withLock { inbox in
            defer { inbox.commands.removeAll() }
            return inbox.commands
        }
        let running = Array(active.values)
        for transfer in running { detach(transfer) }
        var rest = running + waiting[waitingStart...]
        for case .start(let transfer) in late { rest.append(transfer) }
        for transfer in rest where !transfer.isFinished {
            transfer.finish(.failure(TransportError(.shutdown, "the client was shut down")))
        }
        waiting.removeAll()
    }
}
