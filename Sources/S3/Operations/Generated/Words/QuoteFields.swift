// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Which fields are quoted (boto3: `QuoteFields`).
///
/// Any other word can be asked for and is kept.
public struct QuoteFields: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `ALWAYS`.
    public static let always = QuoteFields(rawValue: "ALWAYS")
    /// `ASNEEDED`.
    public static let asNeeded = QuoteFields(rawValue: "ASNEEDED")
}
