// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Whether a copy keeps the metadata (boto3: `MetadataDirective`).
///
/// Any other word can be asked for and is kept.
public struct MetadataDirective: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `COPY`.
    public static let copy = MetadataDirective(rawValue: "COPY")
    /// `REPLACE`.
    public static let replace = MetadataDirective(rawValue: "REPLACE")
}
