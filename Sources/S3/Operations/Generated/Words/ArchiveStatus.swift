// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The archive tier that an object is in (boto3: `ArchiveStatus`).
///
/// Any other word can be asked for and is kept.
public struct ArchiveStatus: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `ARCHIVE_ACCESS`.
    public static let archiveAccess = ArchiveStatus(rawValue: "ARCHIVE_ACCESS")
    /// `DEEP_ARCHIVE_ACCESS`.
    public static let deepArchiveAccess = ArchiveStatus(rawValue: "DEEP_ARCHIVE_ACCESS")
}
