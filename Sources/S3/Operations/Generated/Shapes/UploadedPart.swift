// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A part as CompleteMultipartUpload wants it (boto3: `CompletedPart`).
public struct UploadedPart: Sendable, Hashable {
    /// The entity tag as the server writes it, usually with quotes (boto3: `ETag`).
    public var eTag: String
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
    /// The part's number, 1…10,000 (boto3: `PartNumber`).
    public var partNumber: Int

    /// Takes what is required; the rest is set after.
    public init(eTag: String, partNumber: Int) {
        self.eTag = eTag
        self.partNumber = partNumber
    }
}

extension UploadedPart {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        document.element("ETag", eTag)
        if let checksumCRC32 { document.element("ChecksumCRC32", checksumCRC32) }
        if let checksumCRC32C { document.element("ChecksumCRC32C", checksumCRC32C) }
        if let checksumCRC64NVME { document.element("ChecksumCRC64NVME", checksumCRC64NVME) }
        if let checksumSHA1 { document.element("ChecksumSHA1", checksumSHA1) }
        if let checksumSHA256 { document.element("ChecksumSHA256", checksumSHA256) }
        if let checksumSHA512 { document.element("ChecksumSHA512", checksumSHA512) }
        if let checksumMD5 { document.element("ChecksumMD5", checksumMD5) }
        if let checksumXXHASH64 { document.element("ChecksumXXHASH64", checksumXXHASH64) }
        if let checksumXXHASH3 { document.element("ChecksumXXHASH3", checksumXXHASH3) }
        if let checksumXXHASH128 { document.element("ChecksumXXHASH128", checksumXXHASH128) }
        document.element("PartNumber", String(partNumber))
        document.close(tag)
    }
}
