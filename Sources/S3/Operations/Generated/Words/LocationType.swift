// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The kind of a bucket's place (boto3: `LocationType`).
///
/// Any other word can be asked for and is kept.
public struct LocationType: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `AvailabilityZone`.
    public static let availabilityZone = LocationType(rawValue: "AvailabilityZone")
    /// `LocalZone`.
    public static let localZone = LocationType(rawValue: "LocalZone")
}
