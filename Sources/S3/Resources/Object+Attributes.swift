extension Object {
    /// Whether this is a delete marker (boto3: `delete_marker`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var deleteMarker: Bool? { get async throws(S3Error) { try await loaded().deleteMarker } }

    /// Whether ranges can be asked for: `bytes` (boto3: `accept_ranges`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var acceptRanges: String? { get async throws(S3Error) { try await loaded().acceptRanges } }

    /// When a rule will remove the object, and which (boto3: `expiration`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var expiration: String? { get async throws(S3Error) { try await loaded().expiration } }

    /// The state of a restore from the archive (boto3: `restore`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var restore: String? { get async throws(S3Error) { try await loaded().restore } }

    /// The archive tier that the object is in (boto3: `archive_status`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var archiveStatus: ArchiveStatus? { get async throws(S3Error) { try await loaded().archiveStatus } }

    /// When it was stored (boto3: `last_modified`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var lastModified: Instant? { get async throws(S3Error) { try await loaded().lastModified } }

    /// The size in bytes (boto3: `content_length`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var contentLength: Int64? { get async throws(S3Error) { try await loaded().contentLength } }

    /// The CRC-32 in base64 (boto3: `checksum_crc32`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumCRC32: String? { get async throws(S3Error) { try await loaded().checksumCRC32 } }

    /// The CRC-32C in base64 (boto3: `checksum_crc32_c`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumCRC32C: String? { get async throws(S3Error) { try await loaded().checksumCRC32C } }

    /// The CRC-64/NVME in base64 (boto3: `checksum_crc64_nvme`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumCRC64NVME: String? { get async throws(S3Error) { try await loaded().checksumCRC64NVME } }

    /// The SHA-1 in base64 (boto3: `checksum_sha1`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumSHA1: String? { get async throws(S3Error) { try await loaded().checksumSHA1 } }

    /// The SHA-256 in base64 (boto3: `checksum_sha256`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumSHA256: String? { get async throws(S3Error) { try await loaded().checksumSHA256 } }

    /// The SHA-512 in base64 (boto3: `checksum_sha512`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumSHA512: String? { get async throws(S3Error) { try await loaded().checksumSHA512 } }

    /// The MD5 in base64 (boto3: `checksum_md5`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumMD5: String? { get async throws(S3Error) { try await loaded().checksumMD5 } }

    /// The XXH64 in base64 (boto3: `checksum_xxhash64`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumXXHASH64: String? { get async throws(S3Error) { try await loaded().checksumXXHASH64 } }

    /// The XXH3 in base64 (boto3: `checksum_xxhash3`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumXXHASH3: String? { get async throws(S3Error) { try await loaded().checksumXXHASH3 } }

    /// The XXH128 in base64 (boto3: `checksum_xxhash128`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumXXHASH128: String? { get async throws(S3Error) { try await loaded().checksumXXHASH128 } }

    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `checksum_type`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumType: ChecksumType? { get async throws(S3Error) { try await loaded().checksumType } }

    /// The entity tag as the server writes it, usually with quotes (boto3: `e_tag`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var eTag: String? { get async throws(S3Error) { try await loaded().eTag } }

    /// How many pieces of metadata the answer could not hold (boto3: `missing_meta`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var missingMeta: Int? { get async throws(S3Error) { try await loaded().missingMeta } }

    /// The version in a versioned bucket (boto3: `version_id`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var versionID: String? { get async throws(S3Error) { try await loaded().versionID } }

    /// The `Cache-Control` field that is stored with the object (boto3: `cache_control`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var cacheControl: String? { get async throws(S3Error) { try await loaded().cacheControl } }

    /// The `Content-Disposition` field that is stored with the object (boto3: `content_disposition`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var contentDisposition: String? { get async throws(S3Error) { try await loaded().contentDisposition } }

    /// The `Content-Encoding` field that is stored with the object (boto3: `content_encoding`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var contentEncoding: String? { get async throws(S3Error) { try await loaded().contentEncoding } }

    /// The `Content-Language` field that is stored with the object (boto3: `content_language`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var contentLanguage: String? { get async throws(S3Error) { try await loaded().contentLanguage } }

    /// The `Content-Type` field that is stored with the object (boto3: `content_type`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var contentType: String? { get async throws(S3Error) { try await loaded().contentType } }

    /// Which bytes these are, of how many (boto3: `content_range`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var contentRange: String? { get async throws(S3Error) { try await loaded().contentRange } }

    /// The `expires` field that is stored with the object (boto3: `expires`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var expires: Instant? { get async throws(S3Error) { try await loaded().expires } }

    /// The `Expires` field as it is written.
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var expiresString: String? { get async throws(S3Error) { try await loaded().expiresString } }

    /// Where a website sends readers of this object (boto3: `website_redirect_location`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var websiteRedirectLocation: String? {
        get async throws(S3Error) { try await loaded().websiteRedirectLocation }
    }

    /// How the server encrypts the object (boto3: `server_side_encryption`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var serverSideEncryption: ServerSideEncryption? {
        get async throws(S3Error) { try await loaded().serverSideEncryption }
    }

    /// User metadata: names without `x-amz-meta-`, values as they go on the wire (boto3: `metadata`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var metadata: [String: String] { get async throws(S3Error) { try await loaded().metadata } }

    /// The algorithm of the caller's own key: `AES256` (boto3: `sse_customer_algorithm`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var sseCustomerAlgorithm: String? { get async throws(S3Error) { try await loaded().sseCustomerAlgorithm } }

    /// The MD5 of the caller's own key in base64 (boto3: `sse_customer_key_md5`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var sseCustomerKeyMD5: String? { get async throws(S3Error) { try await loaded().sseCustomerKeyMD5 } }

    /// The key of the key service (boto3: `ssekms_key_id`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var kmsKeyID: String? { get async throws(S3Error) { try await loaded().kmsKeyID } }

    /// Whether a bucket key encrypts, which saves requests to the key service (boto3: `bucket_key_enabled`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var bucketKeyEnabled: Bool? { get async throws(S3Error) { try await loaded().bucketKeyEnabled } }

    /// How it is kept; nil for the standard class (boto3: `storage_class`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var storageClass: StorageClass? { get async throws(S3Error) { try await loaded().storageClass } }

    /// Who was charged (boto3: `request_charged`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var requestCharged: RequestCharged? { get async throws(S3Error) { try await loaded().requestCharged } }

    /// How far its replication is (boto3: `replication_status`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var replicationStatus: ReplicationStatus? {
        get async throws(S3Error) { try await loaded().replicationStatus }
    }

    /// How many parts it was made of (boto3: `parts_count`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var partsCount: Int? { get async throws(S3Error) { try await loaded().partsCount } }

    /// How many tags it has (boto3: `tag_count`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var tagCount: Int? { get async throws(S3Error) { try await loaded().tagCount } }

    /// How firmly the object is locked (boto3: `object_lock_mode`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var objectLockMode: ObjectLockMode? { get async throws(S3Error) { try await loaded().objectLockMode } }

    /// Until when the object is locked (boto3: `object_lock_retain_until_date`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var objectLockRetainUntilDate: Instant? {
        get async throws(S3Error) { try await loaded().objectLockRetainUntilDate }
    }

    /// Whether the object is on legal hold (boto3: `object_lock_legal_hold_status`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var objectLockLegalHoldStatus: ObjectLockLegalHoldStatus? {
        get async throws(S3Error) { try await loaded().objectLockLegalHoldStatus }
    }
}
