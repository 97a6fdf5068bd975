// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What CopyObject is asked (boto3: the parameters of `copy_object`).
public struct CopyObjectInput: Sendable {
    /// A ready-made set of permissions (boto3: `ACL`).
    public var acl: ObjectCannedACL?
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The `Cache-Control` field that is stored with the object (boto3: `CacheControl`).
    public var cacheControl: String?
    /// The algorithm of the checksum (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
    /// The `Content-Disposition` field that is stored with the object (boto3: `ContentDisposition`).
    public var contentDisposition: String?
    /// The `Content-Encoding` field that is stored with the object (boto3: `ContentEncoding`).
    public var contentEncoding: String?
    /// The `Content-Language` field that is stored with the object (boto3: `ContentLanguage`).
    public var contentLanguage: String?
    /// The `Content-Type` field that is stored with the object (boto3: `ContentType`).
    public var contentType: String?
    /// Where from (boto3: `CopySource`).
    public var copySource: CopySource
    /// Fails with 412 unless the source has this tag (boto3: `CopySourceIfMatch`).
    public var copySourceIfMatch: String?
    /// Fails with 412 unless the source is newer (boto3: `CopySourceIfModifiedSince`).
    public var copySourceIfModifiedSince: Instant?
    /// Fails with 412 if the source has this tag (boto3: `CopySourceIfNoneMatch`).
    public var copySourceIfNoneMatch: String?
    /// Fails with 412 if the source is newer (boto3: `CopySourceIfUnmodifiedSince`).
    public var copySourceIfUnmodifiedSince: Instant?
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
    /// Fails with 412 unless the object has this tag (boto3: `IfMatch`).
    public var ifMatch: String?
    /// With `*`, fails with 412 if there is an object (boto3: `IfNoneMatch`).
    public var ifNoneMatch: String?
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// User metadata: names without `x-amz-meta-`, values as they go on the wire (boto3: `Metadata`).
    public var metadata: [String: String] = [:]
    /// Whether the metadata is copied or replaced by this request's (boto3: `MetadataDirective`).
    public var metadataDirective: MetadataDirective?
    /// Whether the tags are copied or replaced by this request's (boto3: `TaggingDirective`).
    public var taggingDirective: TaggingDirective?
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// How it is kept; nil for the standard class (boto3: `StorageClass`).
    public var storageClass: StorageClass?
    /// Where a website sends readers of this object (boto3: `WebsiteRedirectLocation`).
    public var websiteRedirectLocation: String?
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
    /// Whether a bucket key encrypts, which saves requests to the key service (boto3: `BucketKeyEnabled`).
    public var bucketKeyEnabled: Bool?
    /// The algorithm of the source's own key: `AES256` (boto3: `CopySourceSSECustomerAlgorithm`).
    public var copySourceSSECustomerAlgorithm: String?
    /// The source's own key (boto3: `CopySourceSSECustomerKey`).
    public var copySourceSSECustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `CopySourceSSECustomerKeyMD5`).
    public var copySourceSSECustomerKeyMD5: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The tags, written as a URL query: `a=1&b=2` (boto3: `Tagging`).
    public var tagging: String?
    /// How firmly the object is locked (boto3: `ObjectLockMode`).
    public var objectLockMode: ObjectLockMode?
    /// Until when the object is locked (boto3: `ObjectLockRetainUntilDate`).
    public var objectLockRetainUntilDate: Instant?
    /// Whether the object is on legal hold (boto3: `ObjectLockLegalHoldStatus`).
    public var objectLockLegalHoldStatus: ObjectLockLegalHoldStatus?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// The account that the source's bucket has to belong to (boto3: `ExpectedSourceBucketOwner`).
    public var expectedSourceBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, copySource: CopySource) {
        self.bucket = bucket
        self.key = key
        self.copySource = copySource
    }
}

extension CopyObjectInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("CopyObject", "PUT", bucket: bucket, key: key)
            call.patience = 10
            call.endpoint.disablesExpressSessionAuth = true
            call.add("x-amz-acl", acl?.rawValue)
            call.add("cache-control", cacheControl)
            call.add("x-amz-checksum-algorithm", checksumAlgorithm?.rawValue)
            call.add("content-disposition", contentDisposition)
            call.add("content-encoding", contentEncoding)
            call.add("content-language", contentLanguage)
            call.add("content-type", contentType)
            call.add("x-amz-copy-source", copySource.headerField)
            call.add("x-amz-copy-source-if-match", copySourceIfMatch)
            call.add("x-amz-copy-source-if-modified-since", copySourceIfModifiedSince?.httpDate)
            call.add("x-amz-copy-source-if-none-match", copySourceIfNoneMatch)
            call.add("x-amz-copy-source-if-unmodified-since", copySourceIfUnmodifiedSince?.httpDate)
            call.add("expires", expiresString ?? expires?.httpDate)
            call.add("x-amz-grant-full-control", grantFullControl)
            call.add("x-amz-grant-read", grantRead)
            call.add("x-amz-grant-read-acp", grantReadACP)
            call.add("x-amz-grant-write-acp", grantWriteACP)
            call.add("if-match", ifMatch)
            call.add("if-none-match", ifNoneMatch)
            call.add(metadata: metadata)
            call.add("x-amz-metadata-directive", metadataDirective?.rawValue)
            call.add("x-amz-tagging-directive", taggingDirective?.rawValue)
            call.add("x-amz-server-side-encryption", serverSideEncryption?.rawValue)
            call.add("x-amz-storage-class", storageClass?.rawValue)
            call.add("x-amz-website-redirect-location", websiteRedirectLocation)
            call.add("x-amz-server-side-encryption-customer-algorithm", sseCustomerAlgorithm)
            call.add("x-amz-server-side-encryption-customer-", customerKey: sseCustomerKey, md5: sseCustomerKeyMD5)
            call.add("x-amz-server-side-encryption-aws-kms-key-id", kmsKeyID)
            call.add("x-amz-server-side-encryption-context", kmsEncryptionContext)
            call.add("x-amz-server-side-encryption-bucket-key-enabled", boolean: bucketKeyEnabled)
            call.add("x-amz-copy-source-server-side-encryption-customer-algorithm", copySourceSSECustomerAlgorithm)
            call.add(
                "x-amz-copy-source-server-side-encryption-customer-", customerKey: copySourceSSECustomerKey,
                md5: copySourceSSECustomerKeyMD5)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-tagging", tagging)
            call.add("x-amz-object-lock-mode", objectLockMode?.rawValue)
            call.add("x-amz-object-lock-retain-until-date", objectLockRetainUntilDate?.iso8601Seconds)
            call.add("x-amz-object-lock-legal-hold", objectLockLegalHoldStatus?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-source-expected-bucket-owner", expectedSourceBucketOwner)
            return call
        }
    }
}

/// What CopyObject answers (boto3: the answer of `copy_object`).
public struct CopyObjectOutput: Sendable {
    /// What the copy has become (boto3: `CopyObjectResult`).
    public var copyObjectResult = CopyObjectResult()
    /// When a rule will remove the object, and which (boto3: `Expiration`).
    public var expiration: String?
    /// The version that was copied (boto3: `CopySourceVersionId`).
    public var copySourceVersionID: String?
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The MD5 of the caller's own key in base64 (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?
    /// The key of the key service (boto3: `SSEKMSKeyId`).
    public var kmsKeyID: String?
    /// The context of the key service's encryption: JSON in base64 (boto3: `SSEKMSEncryptionContext`).
    public var kmsEncryptionContext: String?
    /// Whether a bucket key encrypts, which saves requests to the key service (boto3: `BucketKeyEnabled`).
    public var bucketKeyEnabled: Bool?
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension CopyObjectOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: CopyObjectInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 16:
                if name == "x-amz-expiration" {
                    expiration = value
                } else if name == "x-amz-version-id" {
                    versionID = value
                }
            case 21:
                if name == "x-amz-request-charged" {
                    requestCharged = RequestCharged(rawValue: value)
                }
            case 28:
                if name == "x-amz-copy-source-version-id" {
                    copySourceVersionID = value
                } else if name == "x-amz-server-side-encryption" {
                    serverSideEncryption = ServerSideEncryption(rawValue: value)
                }
            case 36:
                if name == "x-amz-server-side-encryption-context" {
                    kmsEncryptionContext = value
                }
            case 43:
                if name == "x-amz-server-side-encryption-aws-kms-key-id" {
                    kmsKeyID = value
                }
            case 45:
                if name == "x-amz-server-side-encryption-customer-key-md5" {
                    sseCustomerKeyMD5 = value
                }
            case 47:
                if name == "x-amz-server-side-encryption-customer-algorithm" {
                    sseCustomerAlgorithm = value
                } else if name == "x-amz-server-side-encryption-bucket-key-enabled" {
                    bucketKeyEnabled = value == "true"
                }
            default: break
            }
        }
        guard let root = try XMLTree.read(answer, "CopyObject") else {
            try settle(answer, input)
            return
        }
        copyObjectResult = CopyObjectResult(root)
        try settle(answer, input)
    }
}

extension S3Client {
    /// Copies an object of up to 5 GiB inside the service (boto3: `copy_object`).
    ///
    /// One request, which may take as long as the copy does.
    ///
    /// - Throws: `S3Error`, also for an error that came after a status of 200.
    @discardableResult
    public func copyObject(_ input: CopyObjectInput) async throws(S3Error) -> CopyObjectOutput {
        try CopyObjectOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
