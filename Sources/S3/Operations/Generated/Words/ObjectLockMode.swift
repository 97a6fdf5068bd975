// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How firmly an object is locked (boto3: `ObjectLockMode`).
///
/// Any other word can be asked for and is kept.
public struct ObjectLockMode: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `GOVERNANCE`.
    public static let governance = ObjectLockMode(rawValue: "GOVERNANCE")
    /// `COMPLIANCE`.
    public static let compliance = ObjectLockMode(rawValue: "COMPLIANCE")
}
