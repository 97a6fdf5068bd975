// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What HeadObject is asked (boto3: the parameters of `head_object`).
public struct HeadObjectInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// Fails with 412 unless the object has this tag (boto3: `IfMatch`).
    public var ifMatch: String?
    /// Fails with 304 unless the object is newer (boto3: `IfModifiedSince`).
    public var ifModifiedSince: Instant?
    /// Fails with 304 if the object has this tag (boto3: `IfNoneMatch`).
    public var ifNoneMatch: String?
    /// Fails with 412 if the object is newer (boto3: `IfUnmodifiedSince`).
    public var ifUnmodifiedSince: Instant?
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The bytes wanted; nil for all (boto3: `Range`).
    ///
    /// An end after the object's is cut.
    public var range: ObjectRange?
    /// The `Cache-Control` field of the answer (boto3: `ResponseCacheControl`).
    public var responseCacheControl: String?
    /// The `Content-Disposition` field of the answer (boto3: `ResponseContentDisposition`).
    public var responseContentDisposition: String?
    /// The `Content-Encoding` field of the answer (boto3: `ResponseContentEncoding`).
    public var responseContentEncoding: String?
    /// The `Content-Language` field of the answer (boto3: `ResponseContentLanguage`).
    public var responseContentLanguage: String?
    /// The `Content-Type` field of the answer (boto3: `ResponseContentType`).
    public var responseContentType: String?
    /// The `Expires` field of the answer (boto3: `ResponseExpires`).
    public var responseExpires: Instant?
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The caller's own key (boto3: `SSECustomerKey`).
    public var sseCustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// One part of the object instead of all, 1…10,000 (boto3: `PartNumber`).
    public var partNumber: Int?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// Whether the answer is to name the checksum (boto3: `ChecksumMode`).
    public var checksumMode: ChecksumMode?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension HeadObjectInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("HeadObject", "HEAD", bucket: bucket, key: key)
            call.ask("response-cache-control", responseCacheControl)
            call.ask("response-content-disposition", responseContentDisposition)
            call.ask("response-content-encoding", responseContentEncoding)
            call.ask("response-content-language", responseContentLanguage)
            call.ask("response-content-type", responseContentType)
            call.ask("response-expires", responseExpires?.httpDate)
            call.ask("versionId", versionID)
            call.ask("partNumber", partNumber.map { String($0) })
            call.add("if-match", ifMatch)
            call.add("if-modified-since", ifModifiedSince?.httpDate)
            call.add("if-none-match", ifNoneMatch)
            call.add("if-unmodified-since", ifUnmodifiedSince?.httpDate)
            try call.add("range", range: range)
            call.add("x-amz-server-side-encryption-customer-algorithm", sseCustomerAlgorithm)
            call.add("x-amz-server-side-encryption-customer-", customerKey: sseCustomerKey, md5: sseCustomerKeyMD5)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-checksum-mode", checksumMode?.rawValue)
            return call
        }
    }
}

/// What HeadObject answers (boto3: the answer of `head_object`).
public struct HeadObjectOutput: Sendable {
    /// Whether this is a delete marker (boto3: `DeleteMarker`).
    public var deleteMarker: Bool?
    /// Whether ranges can be asked for: `bytes` (boto3: `AcceptRanges`).
    public var acceptRanges: String?
    /// When a rule will remove the object, and which (boto3: `Expiration`).
    public var expiration: String?
    /// The state of a restore from the archive (boto3: `Restore`).
    public var restore: String?
    /// The archive tier that the object is in (boto3: `ArchiveStatus`).
    public var archiveStatus: ArchiveStatus?
    /// When it was stored (boto3: `LastModified`).
    public var lastModified: Instant?
    /// The size of the answer's body in bytes (boto3: `ContentLength`).
    public var contentLength: Int64?
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
    /// The entity tag as the server writes it, usually with quotes (boto3: `ETag`).
    public var eTag: String?
    /// How many pieces of metadata the answer could not hold (boto3: `MissingMeta`).
    public var missingMeta: Int?
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// The `Cache-Control` field that is stored with the object (boto3: `CacheControl`).
    public var cacheControl: String?
    /// The `Content-Disposition` field that is stored with the object (boto3: `ContentDisposition`).
    public var contentDisposition: String?
    /// The `Content-Encoding` field that is stored with the object (boto3: `ContentEncoding`).
    public var contentEncoding: String?
    /// The `Content-Language` field that is stored with the object (boto3: `ContentLanguage`).
    public var contentLanguage: String?
    /// The `Content-Type` field that is stored with the object (boto3: `ContentType`).
    public var contentType: String?
    /// Which bytes these are, of how many (boto3: `ContentRange`).
    public var contentRange: String?
    /// The `Expires` field that is stored with the object (boto3: `Expires`).
    public var expires: Instant?
    /// The `Expires` field as it is written (boto3: `ExpiresString`).
    public var expiresString: String?
    /// Where a website sends readers of this object (boto3: `WebsiteRedirectLocation`).
    public var websiteRedirectLocation: String?
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// User metadata: names without `x-amz-meta-`, values as they go on the wire (boto3: `Metadata`).
    public var metadata: [String: String] = [:]
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The MD5 of the caller's own key in base64 (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?
    /// The key of the key service (boto3: `SSEKMSKeyId`).
    public var kmsKeyID: String?
    /// Whether a bucket key encrypts, which saves requests to the key service (boto3: `BucketKeyEnabled`).
    public var bucketKeyEnabled: Bool?
    /// How it is kept; nil for the standard class (boto3: `StorageClass`).
    public var storageClass: StorageClass?
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// How far its replication is (boto3: `ReplicationStatus`).
    public var replicationStatus: ReplicationStatus?
    /// How many parts it was made of (boto3: `PartsCount`).
    public var partsCount: Int?
    /// How many tags it has (boto3: `TagCount`).
    public var tagCount: Int?
    /// How firmly the object is locked (boto3: `ObjectLockMode`).
    public var objectLockMode: ObjectLockMode?
    /// Until when the object is locked (boto3: `ObjectLockRetainUntilDate`).
    public var objectLockRetainUntilDate: Instant?
    /// Whether the object is on legal hold (boto3: `ObjectLockLegalHoldStatus`).
    public var objectLockLegalHoldStatus: ObjectLockLegalHoldStatus?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension HeadObjectOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: HeadObjectInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 4:
                if name == "etag" {
                    eTag = value
                }
            case 7:
                if name == "expires" {
                    expires = Instant(text: value)
                    expiresString = value
                }
            case 12:
                if name == "content-type" {
                    contentType = value
                }
            case 13:
                if name == "accept-ranges" {
                    acceptRanges = value
                } else if name == "x-amz-restore" {
                    restore = value
                } else if name == "last-modified" {
                    lastModified = Instant(text: value)
                } else if name == "cache-control" {
                    cacheControl = value
                } else if name == "content-range" {
                    contentRange = value
                }
            case 14:
                if name == "content-length" {
                    contentLength = Int64(value)
                }
            case 16:
                if name == "x-amz-expiration" {
                    expiration = value
                } else if name == "x-amz-version-id" {
                    versionID = value
                } else if name == "content-encoding" {
                    contentEncoding = value
                } else if name == "content-language" {
                    contentLanguage = value
                }
            case 18:
                if name == "x-amz-checksum-md5" {
                    checksumMD5 = value
                } else if name == "x-amz-missing-meta" {
                    missingMeta = Int(value)
                }
            case 19:
                if name == "x-amz-delete-marker" {
                    deleteMarker = value == "true"
                } else if name == "x-amz-checksum-sha1" {
                    checksumSHA1 = value
                } else if name == "x-amz-checksum-type" {
                    checksumType = ChecksumType(rawValue: value)
                } else if name == "content-disposition" {
                    contentDisposition = value
                } else if name == "x-amz-storage-class" {
                    storageClass = StorageClass(rawValue: value)
                } else if name == "x-amz-tagging-count" {
                    tagCount = Int(value)
                }
            case 20:
                if name == "x-amz-archive-status" {
                    archiveStatus = ArchiveStatus(rawValue: value)
                } else if name == "x-amz-checksum-crc32" {
                    checksumCRC32 = value
                } else if name == "x-amz-mp-parts-count" {
                    partsCount = Int(value)
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
                } else if name == "x-amz-object-lock-mode" {
                    objectLockMode = ObjectLockMode(rawValue: value)
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
                } else if name == "x-amz-replication-status" {
                    replicationStatus = ReplicationStatus(rawValue: value)
                }
            case 28:
                if name == "x-amz-server-side-encryption" {
                    serverSideEncryption = ServerSideEncryption(rawValue: value)
                } else if name == "x-amz-object-lock-legal-hold" {
                    objectLockLegalHoldStatus = ObjectLockLegalHoldStatus(rawValue: value)
                }
            case 31:
                if name == "x-amz-website-redirect-location" {
                    websiteRedirectLocation = value
                }
            case 35:
                if name == "x-amz-object-lock-retain-until-date" {
                    objectLockRetainUntilDate = Instant(text: value)
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
            if name.hasPrefix("x-amz-meta-") {
                metadata[String(name.dropFirst(11))] = value
            }
        }
    }
}

extension S3Client {
    /// Asks for an object's metadata (boto3: `head_object`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`; the answer has no body, so a missing object is `NotFound` with status 404.
    @discardableResult
    public func headObject(_ input: HeadObjectInput) async throws(S3Error) -> HeadObjectOutput {
        try HeadObjectOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
