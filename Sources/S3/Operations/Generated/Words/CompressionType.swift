// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How the queried object is compressed (boto3: `CompressionType`).
///
/// Any other word can be asked for and is kept.
public struct CompressionType: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `NONE`.
    public static let none = CompressionType(rawValue: "NONE")
    /// `GZIP`.
    public static let gzip = CompressionType(rawValue: "GZIP")
    /// `BZIP2`.
    public static let bzip2 = CompressionType(rawValue: "BZIP2")
}
