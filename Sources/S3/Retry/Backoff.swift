/// How long to wait before the next attempt: exponential, with full jitter.
///
/// The first retry comes soon, since most faults are one broken connection; the default five attempts at a server that
/// refuses connections end after 10 seconds at most.
struct Backoff: Sendable {
    /// The longest wait, in seconds.
    static let cap = 20.0

    /// - Parameters:
    ///   - attempt: the one that failed, from 1.
    ///   - jitter: 0 ..< 1.
    ///   - retryAfter: what the server asked for, in seconds.
    /// - Returns: seconds.
    static func delay(after attempt: Int, _ retryClass: RetryClass, jitter: Double, retryAfter: Double?) -> Double {
        let base: Double
        switch retryClass {
        case .throttling: base = power(2, attempt - 1)
        default: base = 0.25 * power(3, attempt - 1)
        }
        return max(jitter * min(cap, base), min(cap, retryAfter ?? 0))
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<max(0, min(exponent, 16)) { result *= base }
        return result
    }
}
