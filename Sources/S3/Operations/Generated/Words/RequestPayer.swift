// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Who pays for the request (boto3: `RequestPayer`).
///
/// Any other word can be asked for and is kept.
public struct RequestPayer: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `requester`.
    public static let requester = RequestPayer(rawValue: "requester")
}
