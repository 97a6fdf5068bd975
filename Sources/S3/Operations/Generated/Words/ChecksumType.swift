// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What a checksum covers (boto3: `ChecksumType`).
///
/// Any other word can be asked for and is kept.
public struct ChecksumType: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `COMPOSITE`.
    public static let composite = ChecksumType(rawValue: "COMPOSITE")
    /// `FULL_OBJECT`.
    public static let fullObject = ChecksumType(rawValue: "FULL_OBJECT")
}
