import Synchronization

/// A bucket of tokens that all requests of a client draw their retries from, so that a server in trouble is not asked
/// many times over by everyone (botocore's retry quota).
final class RetryQuota: Sendable {
    static let capacity = 500
    static let retryCost = 5
    static let timeoutCost = 10

    /// Guards the tokens left, `0...capacity`.
    private let tokens = Mutex(RetryQuota.capacity)

    /// Takes tokens for a retry; false when there are not enough.
    func take(_ cost: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= cost else { return false }
            tokens -= cost
            return true
        }
    }

    /// Gives back what the last retry of a request that succeeded took, and one token for a request without retries.
    func giveBack(_ cost: Int) {
        tokens.withLock { $0 = min(Self.capacity, $0 + max(1, cost)) }
    }

    var available: Int { tokens.withLock { $0 } }
}
