// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Who was charged for the request (boto3: `RequestCharged`).
///
/// Any other word can be asked for and is kept.
public struct RequestCharged: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `requester`.
    public static let requester = RequestCharged(rawValue: "requester")
}
