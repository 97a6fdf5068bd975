// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How JSON is divided (boto3: `JSONType`).
///
/// Any other word can be asked for and is kept.
public struct JSONType: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `DOCUMENT`.
    public static let document = JSONType(rawValue: "DOCUMENT")
    /// `LINES`.
    public static let lines = JSONType(rawValue: "LINES")
}
