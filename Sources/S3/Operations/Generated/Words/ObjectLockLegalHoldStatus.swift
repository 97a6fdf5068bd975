// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Whether an object is on legal hold (boto3: `ObjectLockLegalHoldStatus`).
///
/// Any other word can be asked for and is kept.
public struct ObjectLockLegalHoldStatus: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `ON`.
    public static let on = ObjectLockLegalHoldStatus(rawValue: "ON")
    /// `OFF`.
    public static let off = ObjectLockLegalHoldStatus(rawValue: "OFF")
}
