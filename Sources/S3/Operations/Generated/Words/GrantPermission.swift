// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What someone may do (boto3: `Permission`).
///
/// Any other word can be asked for and is kept.
public struct GrantPermission: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `FULL_CONTROL`.
    public static let fullControl = GrantPermission(rawValue: "FULL_CONTROL")
    /// `WRITE`.
    public static let write = GrantPermission(rawValue: "WRITE")
    /// `WRITE_ACP`.
    public static let writeACP = GrantPermission(rawValue: "WRITE_ACP")
    /// `READ`.
    public static let read = GrantPermission(rawValue: "READ")
    /// `READ_ACP`.
    public static let readACP = GrantPermission(rawValue: "READ_ACP")
}
