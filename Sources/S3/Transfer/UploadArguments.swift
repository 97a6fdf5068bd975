/// What an upload may say beside bucket, key and bytes (boto3: `ExtraArgs`, `ALLOWED_UPLOAD_ARGS`).
public struct UploadArguments: Sendable {
    /// A ready-made set of permissions (boto3: `ACL`).
    public var acl: ObjectCannedACL?
    /// The `Cache-Control` field that is stored with the object (boto3: `CacheControl`).
    public var cacheControl: String?
    /// The checksum of the parts; nil for the default (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
    /// The `Content-Disposition` field that is stored with the object (boto3: `ContentDisposition`).
    public var contentDisposition: String?
    /// The `Content-Encoding` field that is stored with the object (boto3: `ContentEncoding`).
    public var contentEncoding: String?
    /// The `Content-Language` field that is stored with the object (boto3: `ContentLanguage`).
    public var contentLanguage: String?
    /// The `Content-Type` field that is stored with the object (boto3: `ContentType`).
    public var contentType: String?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// The `Expires` field that is stored with the object (boto3: `Expires`).
    public var expires: Instant?
    /// The `Expires` field as it is written, in place of `expires` (boto3: `ExpiresString`).
    public var expiresString: String?
    /// Who may do everything (boto3: `GrantFullControl`).
    public var grantFullControl: String?
    /// Who may read (boto3: `GrantRead`).
    public var grantRead: String?
    /// Who may read the permissions (boto3: `GrantReadACP`).
    public var grantReadACP: String?
    /// Who may change the permissions (boto3: `GrantWriteACP`).
    public var grantWriteACP: String?
    /// User metadata: names without `x-amz-meta-`, values as they go on the wire (boto3: `Metadata`).
    public var metadata: [String: String] = [:]
    /// Whether the object is on legal hold (boto3: `ObjectLockLegalHoldStatus`).
    public var objectLockLegalHoldStatus: ObjectLockLegalHoldStatus?
    /// How firmly the object is locked (boto3: `ObjectLockMode`).
    public var objectLockMode: ObjectLockMode?
    /// Until when the object is locked (boto3: `ObjectLockRetainUntilDate`).
    public var objectLockRetainUntilDate: Instant?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// How it is kept; nil for the bucket's own (boto3: `StorageClass`).
    public var storageClass: StorageClass?
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The caller's own key (boto3: `SSECustomerKey`).
    public var sseCustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?
    /// The key of the key service (boto3: `SSEKMSKeyId`).
    public var kmsKeyID: String?
    /// The context of the key service's encryption: JSON in base64 (boto3: `SSEKMSEncryptionContext`).
    public var kmsEncryptionContext: String?
    /// The tags, written as a URL query: `a=1&b=2` (boto3: `Tagging`).
    public var tagging: String?
    /// Where a website sends readers of this object (boto3: `WebsiteRedirectLocation`).
    public var websiteRedirectLocation: String?
    /// What the object's checksum covers (boto3: `ChecksumType`).
    public var checksumType: ChecksumType?
    /// The size that the server has to find, in bytes (boto3: `MpuObjectSize`).
    public var mpuObjectSize: Int64?
    /// The whole object's CRC-32 in base64 (boto3: `ChecksumCRC32`).
    public var checksumCRC32: String?
    /// The whole object's CRC-32C in base64 (boto3: `ChecksumCRC32C`).
    public var checksumCRC32C: String?
    /// The whole object's CRC-64/NVME in base64 (boto3: `ChecksumCRC64NVME`).
    public var checksumCRC64NVME: String?
    /// The whole object's MD5 in base64 (boto3: `ChecksumMD5`).
    public var checksumMD5: String?
    /// The whole object's SHA-1 in base64 (boto3: `ChecksumSHA1`).
    public var checksumSHA1: String?
    /// The whole object's SHA-256 in base64 (boto3: `ChecksumSHA256`).
    public var checksumSHA256: String?
    /// The whole object's SHA-512 in base64 (boto3: `ChecksumSHA512`).
    public var checksumSHA512: String?
    /// The whole object's XXH3 in base64 (boto3: `ChecksumXXHASH3`).
    public var checksumXXHASH3: String?
    /// The whole object's XXH64 in base64 (boto3: `ChecksumXXHASH64`).
    public var checksumXXHASH64: String?
    /// The whole object's XXH128 in base64 (boto3: `ChecksumXXHASH128`).
    public var checksumXXHASH128: String?
    /// Fails with 412 unless there is an object with this tag; boto3's transfers cannot say it.
    public var ifMatch: String?
    /// With `*`, fails with 412 if there is an object; boto3's transfers cannot say it.
    public var ifNoneMatch: String?

    /// None of them; what is wanted is set after.
    public init() {}
}
