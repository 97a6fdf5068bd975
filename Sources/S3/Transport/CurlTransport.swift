import Glibc
import Synchronization

/// HTTP over libcurl: a few loops, each with its thread and its connections.
final class CurlTransport: HTTPTransport {
    private let loops: [CurlLoop]
    /// Guards the loops' threads: none once they are joined.
    private let threads: Mutex<[pthread_t]>

    /// The most loops that a client has: more would only share the processors with what uses the bytes.
    private static let maximumLoops = 4
    /// How many transfers a loop takes before the next loop gets one, so that small clients wake one thread only.
    private static let crowd = 4

    /// Starts the threads; no request is made.
    init(configuration: ClientConfiguration) {
        let options = CurlOptions(configuration)
        let connections = max(1, configuration.maxConnections)
        let count = min(Self.maximumLoops, connections, max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))))
        let traffic = CurlTraffic()
        loops = (0..<count).map { index in
            CurlLoop(options: options, maximumActive: (connections + count - 1 - index) / count, traffic: traffic)
        }
        threads = Mutex(loops.map { Self.startThread($0) })
    }

    deinit { shutdown() }

    func perform(_ exchange: HTTPExchange) async throws(TransportError) -> HTTPResponse {
        if let flaw = Self.flaw(exchange.request) { throw TransportError(.unsendable, flaw) }
        let transfer = Transfer(exchange)
        let loop = leastLoaded()
        exchange.receiver?.follow(Pace(loop: loop, transfer: transfer))
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.attach(continuation)
                if !loop.submit(.start(transfer)) {
                    transfer.finish(.failure(TransportError(.shutdown, "the client was shut down")))
                }
            }
        } onCancel: {
            // The flag first: the loop may see the start after this.
            transfer.isCancelled.store(true, ordering: .releasing)
            _ = loop.submit(.cancel(transfer))
        }
        return try outcome.get()
    }

    /// Ends the loops and waits for their threads; requests under way fail with `.shutdown`.
    ///
    /// Safe to repeat.
    func shutdown() {
        let running = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        guard !running.isEmpty else { return }
        for loop in loops { loop.stop() }
        for thread in running {
            // The last owner may be a closure that a loop itself lets go of; a thread cannot join itself.
            if pthread_equal(thread, pthread_self()) != 0 {
                pthread_detach(thread)
            } else {
                pthread_join(thread, nil)
            }
        }
    }

    /// The loop for a new transfer: the first that is not crowded, or the one with the least to do.
    private func leastLoaded() -> CurlLoop {
        var best = loops[0]
        var least = best.load.load(ordering: .relaxed)
        for loop in loops.dropFirst() where least >= min(Self.crowd, loops[0].maximumActive) {
            let load = loop.load.load(ordering: .relaxed)
            if load < least { (best, least) = (loop, load) }
        }
        return best
    }

    /// Resumes one transfer.
    private struct Pace: TransferPace {
        let loop: CurlLoop
        let transfer: Transfer

        func resume() { _ = loop.submit(.resume(transfer)) }
    }

    /// Why a request cannot be sent, so that no header can smuggle another.
    private static func flaw(_ request: HTTPRequest) -> String? {
        for (name, value) in request.headers where value.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }) {
            return "the header field \(name) holds a line break"
        }
        return nil
    }

    private static func startThread(_ loop: CurlLoop) -> pthread_t {
        // Signals are for the program's own thread; OpenSSL's SIGPIPE would end the process.
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(loop).toOpaque())
        // Made with the client, for which there is nothing to do without: a process that gets no thread is at its end.
        precondition(result == 0, "pthread_create: \(result)")
        return thread
    }
}
