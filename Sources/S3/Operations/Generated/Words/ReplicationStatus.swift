// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How far the replication of an object is (boto3: `ReplicationStatus`).
///
/// Any other word can be asked for and is kept.
public struct ReplicationStatus: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `COMPLETE`.
    public static let complete = ReplicationStatus(rawValue: "COMPLETE")
    /// `PENDING`.
    public static let pending = ReplicationStatus(rawValue: "PENDING")
    /// `FAILED`.
    public static let failed = ReplicationStatus(rawValue: "FAILED")
    /// `REPLICA`.
    public static let replica = ReplicationStatus(rawValue: "REPLICA")
    /// `COMPLETED`.
    public static let completed = ReplicationStatus(rawValue: "COMPLETED")
}
