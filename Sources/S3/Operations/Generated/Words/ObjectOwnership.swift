// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Who owns what is stored in a bucket (boto3: `ObjectOwnership`).
///
/// Any other word can be asked for and is kept.
public struct ObjectOwnership: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `BucketOwnerPreferred`.
    public static let bucketOwnerPreferred = ObjectOwnership(rawValue: "BucketOwnerPreferred")
    /// `ObjectWriter`.
    public static let objectWriter = ObjectOwnership(rawValue: "ObjectWriter")
    /// `BucketOwnerEnforced`.
    public static let bucketOwnerEnforced = ObjectOwnership(rawValue: "BucketOwnerEnforced")
}
