import Glibc

/// Signals as events: blocked everywhere, taken by one thread with sigwait(3).
enum SignalThread {
    /// SIGTERM and SIGINT end the mount, SIGHUP opens the log file anew.
    static let handled: [Int32] = [SIGTERM, SIGINT, SIGHUP]

    /// pthread_sigmask(3): Blocks them for this thread and every thread that it starts.
    ///
    /// Call it before any starts.
    static func block() {
        var set = signalSet()
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Starts the thread; `action` runs on it, once a signal.
    static func start(_ action: @escaping @Sendable (Int32) -> Void) {
        _ = SystemThread("pail-signals") {
            var set = signalSet()
            while true {
                var number: Int32 = 0
                if sigwait(&set, &number) == 0 { action(number) }
            }
        }
    }

    private static func signalSet() -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in handled { sigaddset(&set, number) }
        return set
    }
}
