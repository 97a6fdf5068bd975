// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Where the name of a bucket has to be unique (boto3: `BucketNamespace`).
///
/// Any other word can be asked for and is kept.
public struct BucketNamespace: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `account-regional`.
    public static let accountRegional = BucketNamespace(rawValue: "account-regional")
    /// `global`.
    public static let global = BucketNamespace(rawValue: "global")
}
