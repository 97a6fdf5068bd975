/// How long to wait before the next attempt: exponential with full jitter, by botocore's formula.
struct Backoff: Sendable {
    /// The longest wait, in seconds; the legacy mode has none.
    static let cap = 20.0
    /// How much `x-amz-retry-after` may add, in seconds.
    static let largestAddition = 5.0
    /// What a transfer that got on waits in comparison: the server answers, only the connection broke.
    static let progressScale = 0.05

    /// What a server asked for, in seconds.
    struct Wish: Sendable, Hashable {
        /// `Retry-After`.
        var standard: Double?
        /// `x-amz-retry-after`.
        var amazon: Double?

        init(standard: Double? = nil, amazon: Double? = nil) {
            self.standard = standard
            self.amazon = amazon
        }

        /// - Parameter now: seconds since 1970, for a `Retry-After` that is a date.
        init(_ response: HTTPResponse, now: Int64) {
            if let text = response["retry-after"] {
                let wait = Double(text) ?? Instant(httpDate: text).map { Double($0.seconds - now) }
                standard = wait.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
            }
            // In milliseconds.
            amazon = response["x-amz-retry-after"].flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : Double($0) / 1000 }
        }
    }

    /// - Parameters:
    ///   - attempt: how many failed in a row, from 1.
    ///   - jitter: 0 ..< 1.
    ///   - isCapped: false in the legacy mode.
    /// - Returns: seconds.
    static func delay(
        after attempt: Int, jitter: Double, wish: Wish = Wish(), scale: Double = 1, isCapped: Bool = true
    ) -> Double {
        var bound = scale
        for _ in 1..<max(2, min(attempt, 64)) where attempt > 1 { bound *= 2 }
        let delay = jitter * (isCapped ? min(bound, cap) : bound)
        return max(delay, min(wish.standard ?? 0, cap), min(wish.amazon ?? 0, delay + largestAddition))
    }
}
