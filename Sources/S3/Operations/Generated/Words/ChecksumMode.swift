// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Whether the checksum is wanted (boto3: `ChecksumMode`).
///
/// Any other word can be asked for and is kept.
public struct ChecksumMode: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `ENABLED`.
    public static let enabled = ChecksumMode(rawValue: "ENABLED")
}
