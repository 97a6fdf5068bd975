// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A ready-made set of permissions for an object (boto3: `ObjectCannedACL`).
///
/// Any other word can be asked for and is kept.
public struct ObjectCannedACL: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `private`.
    public static let `private` = ObjectCannedACL(rawValue: "private")
    /// `public-read`.
    public static let publicRead = ObjectCannedACL(rawValue: "public-read")
    /// `public-read-write`.
    public static let publicReadWrite = ObjectCannedACL(rawValue: "public-read-write")
    /// `authenticated-read`.
    public static let authenticatedRead = ObjectCannedACL(rawValue: "authenticated-read")
    /// `aws-exec-read`.
    public static let awsExecRead = ObjectCannedACL(rawValue: "aws-exec-read")
    /// `bucket-owner-read`.
    public static let bucketOwnerRead = ObjectCannedACL(rawValue: "bucket-owner-read")
    /// `bucket-owner-full-control`.
    public static let bucketOwnerFullControl = ObjectCannedACL(rawValue: "bucket-owner-full-control")
}
