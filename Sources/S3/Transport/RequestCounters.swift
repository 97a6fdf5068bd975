import Synchronization

/// What was asked of the server by one kind of operation.
public struct RequestCount: Sendable, Hashable {
    /// HTTP requests sent, each attempt counted.
    public var requests = 0
    /// Requests among them that were second and later attempts.
    public var retries = 0
    /// Requests that ended in an error status or without an answer.
    public var failures = 0
    /// Body bytes sent.
    public var bytesSent: Int64 = 0
    /// Body bytes received.
    public var bytesReceived: Int64 = 0

    /// Nothing counted yet.
    public init() {}
}

/// Counts requests by operation name (`GetObject`), for tests, the status and the metrics.
public final class RequestCounters: Sendable {
    /// Guards the counts by operation name.
    private let counts = Mutex<[String: RequestCount]>([:])

    /// Begins at zero.
    public init() {}

    /// The counts of now.
    public var snapshot: [String: RequestCount] { counts.withLock { $0 } }

    /// The counts of one operation.
    public subscript(operation: String) -> RequestCount { counts.withLock { $0[operation] ?? RequestCount() } }

    /// Begins at zero again.
    public func reset() { counts.withLock { $0.removeAll() } }

    func record(_ operation: String, attempt: Int, failed: Bool, sent: Int64, received: Int64) {
        counts.withLock { counts in
            counts[operation, default: RequestCount()].requests += 1
            if attempt > 1 { counts[operation]?.retries += 1 }
            if failed { counts[operation]?.failures += 1 }
            counts[operation]?.bytesSent += sent
            counts[operation]?.bytesReceived += received
        }
    }
}
