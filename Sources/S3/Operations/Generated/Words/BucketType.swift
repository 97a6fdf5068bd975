// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The kind of a bucket (boto3: `BucketType`).
///
/// Any other word can be asked for and is kept.
public struct BucketType: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `Directory`.
    public static let directory = BucketType(rawValue: "Directory")
}
