// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A ready-made set of permissions for a bucket (boto3: `BucketCannedACL`).
///
/// Any other word can be asked for and is kept.
public struct BucketCannedACL: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `private`.
    public static let `private` = BucketCannedACL(rawValue: "private")
    /// `public-read`.
    public static let publicRead = BucketCannedACL(rawValue: "public-read")
    /// `public-read-write`.
    public static let publicReadWrite = BucketCannedACL(rawValue: "public-read-write")
    /// `authenticated-read`.
    public static let authenticatedRead = BucketCannedACL(rawValue: "authenticated-read")
}
