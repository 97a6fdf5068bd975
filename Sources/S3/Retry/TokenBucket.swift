/// Tokens that fill at a rate and are taken one for each request (botocore's `TokenBucket`).
///
/// Time is an argument, in seconds since any moment.
struct TokenBucket: Sendable {
    /// The slowest rate, in tokens a second.
    static let minimumRate = 0.5

    /// Tokens a second.
    private(set) var rate = 0.0
    private(set) var capacity = 0.0
    private(set) var available = 0.0
    private var last: Double?

    init(rate: Double, at time: Double) { setRate(rate, at: time) }

    /// Changes the rate; what was earned before counts at the old one.
    mutating func setRate(_ value: Double, at time: Double) {
        refill(at: time)
        rate = max(value, Self.minimumRate)
        capacity = max(value, 1)
        available = min(available, capacity)
    }

    /// Takes tokens if they are there.
    ///
    /// - Returns: zero if they were taken, else in how many seconds they will be there.
    mutating func take(_ amount: Double = 1, at time: Double) -> Double {
        refill(at: time)
        guard amount > available else {
            available -= amount
            return 0
        }
        return (amount - available) / rate
    }

    private mutating func refill(at time: Double) {
        if let last { available = min(capacity, available + (time - last) * rate) }
        last = time
    }
}
