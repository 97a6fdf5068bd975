// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// An object of a listing (boto3: `Object`).
public struct ListedObject: Sendable, Hashable {
    /// The object's key (boto3: `Key`).
    public var key = Key([])
    /// When it was stored (boto3: `LastModified`).
    public var lastModified: Instant?
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
    /// Who owns it (boto3: `Owner`).
    public var owner: Owner?
    /// How far its restore is (boto3: `RestoreStatus`).
    public var restoreStatus: RestoreStatus?

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension ListedObject {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .key: key = child.encodedKey
            case .lastModified: lastModified = child.instant
            case .eTag: eTag = child.text
            case .checksumAlgorithm: checksumAlgorithm.append(ChecksumAlgorithmName(rawValue: child.text))
            case .checksumType: checksumType = ChecksumType(rawValue: child.text)
            case .size: size = child.long ?? 0
            case .storageClass: storageClass = StorageClass(rawValue: child.text)
            case .owner: owner = Owner(child)
            case .restoreStatus: restoreStatus = RestoreStatus(child)
            default: break
            }
        }
    }
}
