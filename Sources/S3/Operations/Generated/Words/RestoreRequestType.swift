// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What is done with the archived object (boto3: `RestoreRequestType`).
///
/// Any other word can be asked for and is kept.
public struct RestoreRequestType: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `SELECT`.
    public static let select = RestoreRequestType(rawValue: "SELECT")
}
