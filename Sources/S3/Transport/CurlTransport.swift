import Glibc
import Synchronization

/// HTTP over libcurl: a queue in front of one loop thread.
final class CurlTransport: HTTPTransport {
    private let loop: CurlLoop
    /// Guards the loop's thread: nil once it is joined.
    private let thread: Mutex<pthread_t?>

    /// Starts the thread; no request is made.
    init(configuration: ClientConfiguration) {
        let options = CurlHandle.Options(
            caBundle: configuration.caBundle, verifiesTLS: configuration.verifiesTLS,
            connectTimeout: configuration.connectTimeout, userAgent: configuration.userAgent)
        loop = CurlLoop(options: options, maximumActive: configuration.maxConnections)
        thread = Mutex(Self.startThread(loop))
    }

    deinit { shutdown() }

    func perform(_ exchange: HTTPExchange) async throws(TransportError) -> HTTPResponse {
        if let flaw = Self.flaw(exchange.request) { throw TransportError(.unsendable, flaw) }
        let transfer = Transfer(exchange)
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

    /// Ends the loop and waits for its thread; requests under way fail with `.shutdown`.
    ///
    /// Safe to repeat.
    func shutdown() {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let running else { return }
        loop.stop()
        // The last owner may be a closure that the loop itself lets go of; a thread cannot join itself.
        if pthread_equal(running, pthread_self()) != 0 {
            pthread_detach(running)
        } else {
            pthread_join(running, nil)
        }
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
        precondition(result == 0, "pthread_create: \(result)")
        return thread
    }
}
