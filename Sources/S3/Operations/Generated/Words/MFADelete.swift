// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Whether removing a version needs a second factor (boto3: `MFADelete`).
///
/// Any other word can be asked for and is kept.
public struct MFADelete: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `Enabled`.
    public static let enabled = MFADelete(rawValue: "Enabled")
    /// `Disabled`.
    public static let disabled = MFADelete(rawValue: "Disabled")
}
