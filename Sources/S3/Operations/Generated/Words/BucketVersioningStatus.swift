// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Whether a bucket keeps versions (boto3: `BucketVersioningStatus`).
///
/// Any other word can be asked for and is kept.
public struct BucketVersioningStatus: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `Enabled`.
    public static let enabled = BucketVersioningStatus(rawValue: "Enabled")
    /// `Suspended`.
    public static let suspended = BucketVersioningStatus(rawValue: "Suspended")
}
