/// The adaptive mode's bound on the rate of requests (botocore's `ClientRateLimiter`): nothing until the server first
/// asks for less.
///
/// Time is an argument, in seconds since any moment.
struct RateLimiter: Sendable {
    /// How far the rate may grow beyond what is used.
    static let growth = 2.0

    private(set) var isEnabled = false
    private(set) var bucket: TokenBucket
    private(set) var clocker: RateClocker
    private(set) var calculator: CubicCalculator

    init(at time: Double) {
        calculator = CubicCalculator(rate: 0, at: time)
        bucket = TokenBucket(rate: 1, at: time)
        clocker = RateClocker(at: time)
    }

    /// Whether a request may go out.
    ///
    /// - Returns: zero if it may, else in how many seconds to ask again.
    mutating func admit(at time: Double) -> Double { isEnabled ? bucket.take(at: time) : 0 }

    /// Learns from an answer, or from the want of one.
    mutating func note(isThrottled: Bool, at time: Double) {
        let measured = clocker.record(at: time)
        let rate: Double
        if isThrottled {
            rate = calculator.failed(at: time, rate: isEnabled ? min(measured, bucket.rate) : measured)
            isEnabled = true
        } else {
            rate = calculator.succeeded(at: time)
        }
        bucket.setRate(min(rate, Self.growth * measured), at: time)
    }
}
