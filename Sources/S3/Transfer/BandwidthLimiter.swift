import Synchronization

/// Keeps a transfer to so many bytes a second.
///
/// Each part waits until those before it have had their time, and none goes faster than its share while it goes, so
/// that parts are no bursts.
final class BandwidthLimiter: Sendable {
    /// The most bytes a second of every request of the calling task; nil for any number.
    @TaskLocal static var share: Int64?

    private let rate: Int64
    private let concurrency: Int64
    private let clock: any Timekeeper
    /// Guards when the bytes that have leave are through.
    private let free: Mutex<Double>

    /// Nil where there is no limit.
    init?(_ config: TransferConfig, clock: any Timekeeper) {
        guard let rate = config.maxBandwidth else { return nil }
        self.rate = rate
        concurrency = Int64(config.maxConcurrency)
        self.clock = clock
        free = Mutex(clock.elapsed())
    }

    /// Does `work` when its bytes may go, and as fast as they may.
    ///
    /// - Parameters:
    ///   - count: how many bytes it moves.
    ///   - isAlone: nothing else goes at the same time.
    /// - Throws: what `work` throws, or `S3Error` `.cancelled` or `.deadline`.
    static func pace<Success: Sendable>(
        _ limiter: BandwidthLimiter?, _ count: Int64, isAlone: Bool, _ operation: String,
        _ work: () async throws(S3Error) -> Success
    ) async throws(S3Error) -> Success {
        guard let limiter else { return try await work() }
        let wait = limiter.reserve(count)
        // Waiting for what will not be tried helps nobody.
        if let deadline = Deadline.current, deadline.remaining <= wait { throw .deadline(operation) }
        if wait > 0 { await limiter.clock.sleep(seconds: wait) }
        if Task.isCancelled { throw .cancelled(operation) }
        let share = isAlone ? limiter.rate : max(1, limiter.rate / limiter.concurrency)
        // withValue(_:operation:) does not pass typed errors on.
        let result = await $share.withValue(share) {
            do throws(S3Error) {
                return Result<Success, S3Error>.success(try await work())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func reserve(_ count: Int64) -> Double {
        free.withLock { free in
            let now = clock.elapsed()
            let start = max(free, now)
            free = start + Double(count) / Double(rate)
            return start - now
        }
    }
}
