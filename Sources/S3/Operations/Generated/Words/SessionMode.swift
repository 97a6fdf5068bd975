// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What a session may do (boto3: `SessionMode`).
///
/// Any other word can be asked for and is kept.
public struct SessionMode: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `ReadOnly`.
    public static let readOnly = SessionMode(rawValue: "ReadOnly")
    /// `ReadWrite`.
    public static let readWrite = SessionMode(rawValue: "ReadWrite")
}
