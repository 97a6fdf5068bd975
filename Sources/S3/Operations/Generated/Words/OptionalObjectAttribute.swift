// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What a listing may say in addition (boto3: `OptionalObjectAttributes`).
///
/// Any other word can be asked for and is kept.
public struct OptionalObjectAttribute: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `RestoreStatus`.
    public static let restoreStatus = OptionalObjectAttribute(rawValue: "RestoreStatus")
}
