// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How fast an archived object is brought back (boto3: `Tier`).
///
/// Any other word can be asked for and is kept.
public struct RestoreTier: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `Standard`.
    public static let standard = RestoreTier(rawValue: "Standard")
    /// `Bulk`.
    public static let bulk = RestoreTier(rawValue: "Bulk")
    /// `Expedited`.
    public static let expedited = RestoreTier(rawValue: "Expedited")
}
