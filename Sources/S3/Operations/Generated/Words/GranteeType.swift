// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The kind of a grantee (boto3: `Type`).
///
/// Any other word can be asked for and is kept.
public struct GranteeType: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `CanonicalUser`.
    public static let canonicalUser = GranteeType(rawValue: "CanonicalUser")
    /// `AmazonCustomerByEmail`.
    public static let amazonCustomerByEmail = GranteeType(rawValue: "AmazonCustomerByEmail")
    /// `Group`.
    public static let group = GranteeType(rawValue: "Group")
}
