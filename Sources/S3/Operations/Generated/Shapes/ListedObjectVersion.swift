// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A version of an object in a listing (boto3: `ObjectVersion`).
public struct ListedObjectVersion: Sendable, Hashable {
    /// The entity tag as the server writes it, usually with quotes (boto3: `ETag`).
    public var eTag: String?
    /// The algorithms of its checksums (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: [ChecksumAlgorithmName] = []
    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `ChecksumType`).
    public var checksumType: ChecksumType?
    /// The size in bytes (boto3: `Size`).
    public var size: Int64 = 0
    /// How it is kept; nil for the standard class (boto3: `StorageClass`).
    public var storageClass: StorageClass?
    /// The object's key (boto3: `Key`).
    public var key = Key([])
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Whether it is the newest version (boto3: `IsLatest`).
    public var isLatest: Bool = false
    /// When it was stored (boto3: `LastModified`).
    public var lastModified: Instant?
    /// Who owns it (boto3: `Owner`).
    public var owner: Owner?
    /// How far its restore is (boto3: `RestoreStatus`).
    public var restoreStatus: RestoreStatus?

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension ListedObjectVersion {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .eTag: eTag = child.text
            case .checksumAlgorithm: checksumAlgorithm.append(ChecksumAlgorithmName(rawValue: child.text))
            case .checksumType: checksumType = ChecksumType(rawValue: child.text)
            case .size: size = child.long ?? 0
            case .storageClass: storageClass = StorageClass(rawValue: child.text)
            case .key: key = child.encodedKey
            case .versionID: versionID = child.text
            case .isLatest: isLatest = child.text == "true"
            case .lastModified: lastModified = child.instant
            case .owner: owner = Owner(child)
            case .restoreStatus: restoreStatus = RestoreStatus(child)
            default: break
            }
        }
    }
}
