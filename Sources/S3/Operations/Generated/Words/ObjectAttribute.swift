// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// An attribute to be told (boto3: `ObjectAttributes`).
///
/// Any other word can be asked for and is kept.
public struct ObjectAttribute: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `ETag`.
    public static let eTag = ObjectAttribute(rawValue: "ETag")
    /// `Checksum`.
    public static let checksum = ObjectAttribute(rawValue: "Checksum")
    /// `ObjectParts`.
    public static let objectParts = ObjectAttribute(rawValue: "ObjectParts")
    /// `StorageClass`.
    public static let storageClass = ObjectAttribute(rawValue: "StorageClass")
    /// `ObjectSize`.
    public static let objectSize = ObjectAttribute(rawValue: "ObjectSize")
}
