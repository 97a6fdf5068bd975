import Glibc

/// Time and chance of the retries, replaceable in tests.
protocol Timekeeper: Sendable {
    /// Seconds since 1970.
    func now() -> Int64
    /// Seconds since some moment, never going back.
    func elapsed() -> Double
    /// Waits; ends at once when the task is cancelled.
    func sleep(seconds: Double) async
    /// 0 ..< 1.
    func jitter() -> Double
}

/// The machine's own.
struct SystemTimekeeper: Timekeeper {
    func now() -> Int64 { Int64(time(nil)) }

    func elapsed() -> Double {
        // clock_gettime(2) of the monotonic clock cannot fail.
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        return Double(moment.tv_sec) + Double(moment.tv_nsec) / 1e9
    }

    func sleep(seconds: Double) async {
        // Cancellation ends the wait; the attempt after it sees it.
        try? await Task.sleep(for: .microseconds(Int64(min(seconds, 1e9) * 1e6)))
    }

    func jitter() -> Double { Double.random(in: 0..<1) }
}
