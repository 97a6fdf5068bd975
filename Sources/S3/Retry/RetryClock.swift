import Glibc

/// Time and chance of the retries, replaceable in tests.
protocol RetryClock: Sendable {
    /// Seconds since 1970.
    func now() -> Int64
    /// Waits; ends at once when the task is cancelled.
    func sleep(seconds: Double) async
    /// 0 ..< 1.
    func jitter() -> Double
}

/// The machine's own.
struct SystemRetryClock: RetryClock {
    func now() -> Int64 { Int64(time(nil)) }

    func sleep(seconds: Double) async {
        // Cancellation ends the wait; the attempt after it sees it.
        try? await Task.sleep(for: .milliseconds(Int64(seconds * 1000)))
    }

    func jitter() -> Double { Double.random(in: 0..<1) }
}
