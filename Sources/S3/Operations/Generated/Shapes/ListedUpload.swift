// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// An upload under way in a listing (boto3: `MultipartUpload`).
public struct ListedUpload: Sendable, Hashable {
    /// The upload's id (boto3: `UploadId`).
    public var uploadID: String = ""
    /// The object's key (boto3: `Key`).
    public var key = Key([])
    /// When it began (boto3: `Initiated`).
    public var initiated: Instant?
    /// How it is kept; nil for the standard class (boto3: `StorageClass`).
    public var storageClass: StorageClass?
    /// Who owns it (boto3: `Owner`).
    public var owner: Owner?
    /// Who began it (boto3: `Initiator`).
    public var initiator: Initiator?
    /// The algorithm of the checksum (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `ChecksumType`).
    public var checksumType: ChecksumType?

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension ListedUpload {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .uploadID: uploadID = child.text
            case .key: key = child.key
            case .initiated: initiated = child.instant
            case .storageClass: storageClass = StorageClass(rawValue: child.text)
            case .owner: owner = Owner(child)
            case .initiator: initiator = Initiator(child)
            case .checksumAlgorithm: checksumAlgorithm = ChecksumAlgorithmName(rawValue: child.text)
            case .checksumType: checksumType = ChecksumType(rawValue: child.text)
            default: break
            }
        }
    }
}
