// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The language of the query (boto3: `ExpressionType`).
///
/// Any other word can be asked for and is kept.
public struct ExpressionType: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `SQL`.
    public static let sql = ExpressionType(rawValue: "SQL")
}
