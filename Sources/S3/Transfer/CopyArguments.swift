/// What a copy may say beside its source, bucket and key (boto3: `ExtraArgs`, `ALLOWED_COPY_ARGS`).
public struct CopyArguments: Sendable {
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
    /// Fails with 412 unless the source has this tag (boto3: `CopySourceIfMatch`).
    public var copySourceIfMatch: String?
    /// Fails with 412 unless the source is newer (boto3: `CopySourceIfModifiedSince`).
    public var copySourceIfModifiedSince: Instant?
    /// Fails with 412 if the source has this tag (boto3: `CopySourceIfNoneMatch`).
    public var copySourceIfNoneMatch: String?
    /// Fails with 412 if the source is newer (boto3: `CopySourceIfUnmodifiedSince`).
    public var copySourceIfUnmodifiedSince: Instant?
    /// The algorithm of the source's key: `AES256` (boto3: `CopySourceSSECustomerAlgorithm`).
    public var copySourceSSECustomerAlgorithm: String?
    /// The caller's own key that the source is encrypted by (boto3: `CopySourceSSECustomerKey`).
    public var copySourceSSECustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `CopySourceSSECustomerKeyMD5`).
    public var copySourceSSECustomerKeyMD5: String?
    /// Whether the metadata is the source's, as by default, or given here (boto3: `MetadataDirective`).
    public var metadataDirective: MetadataDirective?
    /// Whether the tags are the source's, as by default, or given here (boto3: `TaggingDirective`).
    public var taggingDirective: TaggingDirective?
    /// The account that the source's bucket has to belong to; boto3's transfers cannot say it.
    public var expectedSourceBucketOwner: String?

    /// None of them; what is wanted is set after.
    public init() {}
}
