// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What a copy has become (boto3: `CopyObjectResult`).
public struct CopyObjectResult: Sendable, Hashable {
    /// The entity tag as the server writes it, usually with quotes (boto3: `ETag`).
    public var eTag: String?
    /// When it was stored (boto3: `LastModified`).
    public var lastModified: Instant?
    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `ChecksumType`).
    public var checksumType: ChecksumType?
    /// The CRC-32 in base64 (boto3: `ChecksumCRC32`).
    public var checksumCRC32: String?
    /// The CRC-32C in base64 (boto3: `ChecksumCRC32C`).
    public var checksumCRC32C: String?
    /// The CRC-64/NVME in base64 (boto3: `ChecksumCRC64NVME`).
    public var checksumCRC64NVME: String?
    /// The SHA-1 in base64 (boto3: `ChecksumSHA1`).
    public var checksumSHA1: String?
    /// The SHA-256 in base64 (boto3: `ChecksumSHA256`).
    public var checksumSHA256: String?
    /// The SHA-512 in base64 (boto3: `ChecksumSHA512`).
    public var checksumSHA512: String?
    /// The MD5 in base64 (boto3: `ChecksumMD5`).
    public var checksumMD5: String?
    /// The XXH64 in base64 (boto3: `ChecksumXXHASH64`).
    public var checksumXXHASH64: String?
    /// The XXH3 in base64 (boto3: `ChecksumXXHASH3`).
    public var checksumXXHASH3: String?
    /// The XXH128 in base64 (boto3: `ChecksumXXHASH128`).
    public var checksumXXHASH128: String?

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension CopyObjectResult {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .eTag: eTag = child.text
            case .lastModified: lastModified = child.instant
            case .checksumType: checksumType = ChecksumType(rawValue: child.text)
            case .checksumCRC32: checksumCRC32 = child.text
            case .checksumCRC32C: checksumCRC32C = child.text
            case .checksumCRC64NVME: checksumCRC64NVME = child.text
            case .checksumSHA1: checksumSHA1 = child.text
            case .checksumSHA256: checksumSHA256 = child.text
            case .checksumSHA512: checksumSHA512 = child.text
            case .checksumMD5: checksumMD5 = child.text
            case .checksumXXHASH64: checksumXXHASH64 = child.text
            case .checksumXXHASH3: checksumXXHASH3 = child.text
            case .checksumXXHASH128: checksumXXHASH128 = child.text
            default: break
            }
        }
    }
}
