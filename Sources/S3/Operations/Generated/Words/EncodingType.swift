// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How keys are written in a listing (boto3: `EncodingType`).
///
/// Any other word can be asked for and is kept.
public struct EncodingType: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `url`.
    public static let url = EncodingType(rawValue: "url")
}
