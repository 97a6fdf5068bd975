import Glibc

/// The rate at which requests are answered, smoothed over half seconds (botocore's `RateClocker`).
///
/// Time is an argument, in seconds since any moment.
struct RateClocker: Sendable {
    static let smoothing = 0.8
    /// Seconds that are counted together.
    static let bucket = 0.5

    /// Answers a second.
    private(set) var rate = 0.0
    private var last: Double
    private var count = 0.0

    init(at time: Double) { last = time.rounded(.down) }

    /// Counts an answer.
    ///
    /// - Returns: the rate.
    mutating func record(at time: Double) -> Double {
        let now = (time / Self.bucket).rounded(.down) * Self.bucket
        count += 1
        if now > last {
            rate = count / (now - last) * Self.smoothing + rate * (1 - Self.smoothing)
            count = 0
            last = now
        }
        return rate
    }
}
