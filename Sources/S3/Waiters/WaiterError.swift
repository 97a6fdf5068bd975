/// A wait that ended without what was waited for (boto3: `WaiterError`).
public struct WaiterError: Error, Sendable, CustomStringConvertible {
    /// The waiter's name (`BucketExists`).
    public let name: String
    /// Why it ended.
    public let reason: String
    /// How often was asked.
    public let attempts: Int
    /// The last answer, where that was an error.
    public let lastError: S3Error?

    /// Name, reason and attempts.
    public var description: String { "\(name): \(reason), after \(attempts) attempts" }
}
