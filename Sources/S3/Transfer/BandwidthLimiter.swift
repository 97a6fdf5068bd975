import Synchronization

/// Keeps a transfer's parts to so many bytes a second: each waits until those before it have had their time.
final class BandwidthLimiter: Sendable {
    private let rate: Double
    private let clock: any Timekeeper
    /// Guards when the bytes that have leave are through.
    private let free: Mutex<Double>

    /// - Parameter rate: bytes a second; nil for no limit.
    init?(rate: Int64?, clock: any Timekeeper) {
        guard let rate else { return nil }
        self.rate = Double(rate)
        self.clock = clock
        free = Mutex(clock.elapsed())
    }

    /// Waits until `count` bytes may go.
    ///
    /// - Throws: `S3Error` `.cancelled`.
    func leave(_ count: Int64, operation: String) async throws(S3Error) {
        let wait = free.withLock { free in
            let now = clock.elapsed()
            let start = max(free, now)
            free = start + Double(count) / rate
            return start - now
        }
        if wait > 0 { await clock.sleep(seconds: wait) }
        if Task.isCancelled { throw .cancelled(operation) }
    }
}
