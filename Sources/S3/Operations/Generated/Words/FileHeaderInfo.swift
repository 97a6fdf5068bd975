// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What the first line of comma-separated values is (boto3: `FileHeaderInfo`).
///
/// Any other word can be asked for and is kept.
public struct FileHeaderInfo: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `USE`.
    public static let use = FileHeaderInfo(rawValue: "USE")
    /// `IGNORE`.
    public static let ignore = FileHeaderInfo(rawValue: "IGNORE")
    /// `NONE`.
    public static let none = FileHeaderInfo(rawValue: "NONE")
}
