// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How many zones a directory bucket is in (boto3: `DataRedundancy`).
///
/// Any other word can be asked for and is kept.
public struct DataRedundancy: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `SingleAvailabilityZone`.
    public static let singleAvailabilityZone = DataRedundancy(rawValue: "SingleAvailabilityZone")
    /// `SingleLocalZone`.
    public static let singleLocalZone = DataRedundancy(rawValue: "SingleLocalZone")
}
