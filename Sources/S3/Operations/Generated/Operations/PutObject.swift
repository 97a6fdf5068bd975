// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What PutObject is asked (boto3: the parameters of `put_object`).
public struct PutObjectInput: Sendable {
    /// A ready-made set of permissions (boto3: `ACL`).
    public var acl: ObjectCannedACL?
    /// The object's bytes (boto3: `Body`).
    public var body: (any RequestBody)?
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The `Cache-Control` field that is stored with the object (boto3: `CacheControl`).
    public var cacheControl: String?
    /// The `Content-Disposition` field that is stored with the object (boto3: `ContentDisposition`).
    public var contentDisposition: String?
    /// The `Content-Encoding` field that is stored with the object (boto3: `ContentEncoding`).
    public var contentEncoding: String?
    /// The `Content-Language` field that is stored with the object (boto3: `ContentLanguage`).
    public var contentLanguage: String?
    /// The size of the body in bytes; anything else is refused (boto3: `ContentLength`).
    ///
    /// Never needed.
    public var contentLength: Int64?
    /// The MD5 of the body in base64 (boto3: `ContentMD5`).
    public var contentMD5: String?
    /// The `Content-Type` field that is stored with the object (boto3: `ContentType`).
    public var contentType: String?
    /// The checksum that is computed and sent; nil for the default (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
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
    /// The `Expires` field that is stored with the object (boto3: `Expires`).
    public var expires: Instant?
    /// The `Expires` field as it is written, in place of `expires` (boto3: `ExpiresString`).
    public var expiresString: String?
    /// Fails with 412 unless the object has this tag (boto3: `IfMatch`).
    public var ifMatch: String?
    /// With `*`, fails with 412 if there is an object (boto3: `IfNoneMatch`).
    public var ifNoneMatch: String?
    /// Who may do everything (boto3: `GrantFullControl`).
    public var grantFullControl: String?
    /// Who may read (boto3: `GrantRead`).
    public var grantRead: String?
    /// Who may read the permissions (boto3: `GrantReadACP`).
    public var grantReadACP: String?
    /// Who may change the permissions (boto3: `GrantWriteACP`).
    public var grantWriteACP: String?
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// Where in an object of a directory bucket the bytes are appended (boto3: `WriteOffsetBytes`).
    public var writeOffsetBytes: Int64?
    /// User metadata: names without `x-amz-meta-`, values as they go on the wire (boto3: `Metadata`).
    public var metadata: [String: String] = [:]
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// How it is kept; nil for the bucket's own (boto3: `StorageClass`).
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

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, body: (any RequestBody)? = nil) {
        self.bucket = bucket
        self.key = key
        self.body = body
    }
}

extension PutObjectInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("PutObject", "PUT", bucket: bucket, key: key)
            try call.supportChecksum(checksumAlgorithm, isRequired: false)
            call.add("x-amz-acl", acl?.rawValue)
            call.add("cache-control", cacheControl)
            call.add("content-disposition", contentDisposition)
            call.add("content-encoding", contentEncoding)
            call.add("content-language", contentLanguage)
            try call.check(contentLength: contentLength, of: body)
            call.add("content-md5", contentMD5)
            call.add("content-type", contentType)
            call.add("x-amz-sdk-checksum-algorithm", checksumAlgorithm?.rawValue)
            call.add("x-amz-checksum-crc32", checksumCRC32)
            call.add("x-amz-checksum-crc32c", checksumCRC32C)
            call.add("x-amz-checksum-crc64nvme", checksumCRC64NVME)
            call.add("x-amz-checksum-sha1", checksumSHA1)
            call.add("x-amz-checksum-sha256", checksumSHA256)
            call.add("x-amz-checksum-sha512", checksumSHA512)
            call.add("x-amz-checksum-md5", checksumMD5)
            call.add("x-amz-checksum-xxhash64", checksumXXHASH64)
            call.add("x-amz-checksum-xxhash3", checksumXXHASH3)
            call.add("x-amz-checksum-xxhash128", checksumXXHASH128)
            call.add("expires", expiresString ?? expires?.httpDate)
            call.add("if-match", ifMatch)
            call.add("if-none-match", ifNoneMatch)
            call.add("x-amz-grant-full-control", grantFullControl)
            call.add("x-amz-grant-read", grantRead)
            call.add("x-amz-grant-read-acp", grantReadACP)
            call.add("x-amz-grant-write-acp", grantWriteACP)
            call.add("x-amz-write-offset-bytes", number: writeOffsetBytes)
            call.add(metadata: metadata)
            call.add("x-amz-server-side-encryption", serverSideEncryption?.rawValue)
            call.add("x-amz-storage-class", storageClass?.rawValue)
            call.add("x-amz-website-redirect-location", websiteRedirectLocation)
            call.add("x-amz-server-side-encryption-customer-algorithm", sseCustomerAlgorithm)
            call.add("x-amz-server-side-encryption-customer-", customerKey: sseCustomerKey, md5: sseCustomerKeyMD5)
            call.add("x-amz-server-side-encryption-aws-kms-key-id", kmsKeyID)
            call.add("x-amz-server-side-encryption-context", kmsEncryptionContext)
            call.add("x-amz-server-side-encryption-bucket-key-enabled", boolean: bucketKeyEnabled)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-tagging", tagging)
            call.add("x-amz-object-lock-mode", objectLockMode?.rawValue)
            call.add("x-amz-object-lock-retain-until-date", objectLockRetainUntilDate?.iso8601Seconds)
            call.add("x-amz-object-lock-legal-hold", objectLockLegalHoldStatus?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.body = body
            return call
        }
    }
}

/// What PutObject answers (boto3: the answer of `put_object`).
public struct PutObjectOutput: Sendable {
    /// When a rule will remove the object, and which (boto3: `Expiration`).
    public var expiration: String?
    /// The entity tag as the server writes it, usually with quotes (boto3: `ETag`).
    public var eTag: String?
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
    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `ChecksumType`).
    public var checksumType: ChecksumType?
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
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
    /// The size in bytes (boto3: `Size`).
    public var size: Int64?
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension PutObjectOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: PutObjectInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 4:
                if name == "etag" {
                    eTag = value
                }
            case 16:
                if name == "x-amz-expiration" {
                    expiration = value
                } else if name == "x-amz-version-id" {
                    versionID = value
                }
            case 17:
                if name == "x-amz-object-size" {
                    size = Int64(value)
                }
            case 18:
                if name == "x-amz-checksum-md5" {
                    checksumMD5 = value
                }
            case 19:
                if name == "x-amz-checksum-sha1" {
                    checksumSHA1 = value
                } else if name == "x-amz-checksum-type" {
                    checksumType = ChecksumType(rawValue: value)
                }
            case 20:
                if name == "x-amz-checksum-crc32" {
                    checksumCRC32 = value
                }
            case 21:
                if name == "x-amz-checksum-crc32c" {
                    checksumCRC32C = value
                } else if name == "x-amz-checksum-sha256" {
                    checksumSHA256 = value
                } else if name == "x-amz-checksum-sha512" {
                    checksumSHA512 = value
                } else if name == "x-amz-request-charged" {
                    requestCharged = RequestCharged(rawValue: value)
                }
            case 22:
                if name == "x-amz-checksum-xxhash3" {
                    checksumXXHASH3 = value
                }
            case 23:
                if name == "x-amz-checksum-xxhash64" {
                    checksumXXHASH64 = value
                }
            case 24:
                if name == "x-amz-checksum-crc64nvme" {
                    checksumCRC64NVME = value
                } else if name == "x-amz-checksum-xxhash128" {
                    checksumXXHASH128 = value
                }
            case 28:
                if name == "x-amz-server-side-encryption" {
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
    }
}

extension S3Client {
    /// Stores an object whole (boto3: `put_object`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `PreconditionFailed`, `EntityTooLarge`. With `mayHaveHappened`, an earlier attempt of ours
    ///   may itself be why a condition no longer holds.
    @discardableResult
    public func putObject(_ input: PutObjectInput) async throws(S3Error) -> PutObjectOutput {
        try PutObjectOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
