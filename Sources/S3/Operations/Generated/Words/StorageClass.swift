// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How an object is kept (boto3: `StorageClass`).
///
/// Any other word can be asked for and is kept.
public struct StorageClass: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `STANDARD`.
    public static let standard = StorageClass(rawValue: "STANDARD")
    /// `REDUCED_REDUNDANCY`.
    public static let reducedRedundancy = StorageClass(rawValue: "REDUCED_REDUNDANCY")
    /// `STANDARD_IA`.
    public static let standardIA = StorageClass(rawValue: "STANDARD_IA")
    /// `ONEZONE_IA`.
    public static let oneZoneIA = StorageClass(rawValue: "ONEZONE_IA")
    /// `INTELLIGENT_TIERING`.
    public static let intelligentTiering = StorageClass(rawValue: "INTELLIGENT_TIERING")
    /// `GLACIER`.
    public static let glacier = StorageClass(rawValue: "GLACIER")
    /// `DEEP_ARCHIVE`.
    public static let deepArchive = StorageClass(rawValue: "DEEP_ARCHIVE")
    /// `OUTPOSTS`.
    public static let outposts = StorageClass(rawValue: "OUTPOSTS")
    /// `GLACIER_IR`.
    public static let glacierIR = StorageClass(rawValue: "GLACIER_IR")
    /// `SNOW`.
    public static let snow = StorageClass(rawValue: "SNOW")
    /// `EXPRESS_ONEZONE`.
    public static let expressOneZone = StorageClass(rawValue: "EXPRESS_ONEZONE")
    /// `FSX_OPENZFS`.
    public static let fsxOpenZFS = StorageClass(rawValue: "FSX_OPENZFS")
    /// `FSX_ONTAP`.
    public static let fsxONTAP = StorageClass(rawValue: "FSX_ONTAP")
}
