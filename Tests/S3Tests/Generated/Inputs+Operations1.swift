// Written by Vectors/make_operations.py; edits are lost.

@testable import S3

extension Inputs {
    static func getObject(_ p: Parameters) -> GetObjectInput {
        var made = GetObjectInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("IfMatch") { made.ifMatch = v.text }
        if let v = p.has("IfModifiedSince") { made.ifModifiedSince = v.instant }
        if let v = p.has("IfNoneMatch") { made.ifNoneMatch = v.text }
        if let v = p.has("IfUnmodifiedSince") { made.ifUnmodifiedSince = v.instant }
        if let v = p.has("Range") { made.range = v.range }
        if let v = p.has("ResponseCacheControl") { made.responseCacheControl = v.text }
        if let v = p.has("ResponseContentDisposition") { made.responseContentDisposition = v.text }
        if let v = p.has("ResponseContentEncoding") { made.responseContentEncoding = v.text }
        if let v = p.has("ResponseContentLanguage") { made.responseContentLanguage = v.text }
        if let v = p.has("ResponseContentType") { made.responseContentType = v.text }
        if let v = p.has("ResponseExpires") { made.responseExpires = v.instant }
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("PartNumber") { made.partNumber = v.integer }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("ChecksumMode") { made.checksumMode = ChecksumMode(rawValue: v.text) }
        return made
    }

    static func headObject(_ p: Parameters) -> HeadObjectInput {
        var made = HeadObjectInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("IfMatch") { made.ifMatch = v.text }
        if let v = p.has("IfModifiedSince") { made.ifModifiedSince = v.instant }
        if let v = p.has("IfNoneMatch") { made.ifNoneMatch = v.text }
        if let v = p.has("IfUnmodifiedSince") { made.ifUnmodifiedSince = v.instant }
        if let v = p.has("Range") { made.range = v.range }
        if let v = p.has("ResponseCacheControl") { made.responseCacheControl = v.text }
        if let v = p.has("ResponseContentDisposition") { made.responseContentDisposition = v.text }
        if let v = p.has("ResponseContentEncoding") { made.responseContentEncoding = v.text }
        if let v = p.has("ResponseContentLanguage") { made.responseContentLanguage = v.text }
        if let v = p.has("ResponseContentType") { made.responseContentType = v.text }
        if let v = p.has("ResponseExpires") { made.responseExpires = v.instant }
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("PartNumber") { made.partNumber = v.integer }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("ChecksumMode") { made.checksumMode = ChecksumMode(rawValue: v.text) }
        return made
    }

    static func putObject(_ p: Parameters) -> PutObjectInput {
        var made = PutObjectInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("ACL") { made.acl = ObjectCannedACL(rawValue: v.text) }
        if let v = p.has("Body") { made.body = BytesBody(v.bytes) }
        if let v = p.has("CacheControl") { made.cacheControl = v.text }
        if let v = p.has("ContentDisposition") { made.contentDisposition = v.text }
        if let v = p.has("ContentEncoding") { made.contentEncoding = v.text }
        if let v = p.has("ContentLanguage") { made.contentLanguage = v.text }
        if let v = p.has("ContentLength") { made.contentLength = v.long }
        if let v = p.has("ContentMD5") { made.contentMD5 = v.text }
        if let v = p.has("ContentType") { made.contentType = v.text }
        if let v = p.has("ChecksumAlgorithm") { made.checksumAlgorithm = ChecksumAlgorithmName(rawValue: v.text) }
        if let v = p.has("ChecksumCRC32") { made.checksumCRC32 = v.text }
        if let v = p.has("ChecksumCRC32C") { made.checksumCRC32C = v.text }
        if let v = p.has("ChecksumCRC64NVME") { made.checksumCRC64NVME = v.text }
        if let v = p.has("ChecksumSHA1") { made.checksumSHA1 = v.text }
        if let v = p.has("ChecksumSHA256") { made.checksumSHA256 = v.text }
        if let v = p.has("ChecksumSHA512") { made.checksumSHA512 = v.text }
        if let v = p.has("ChecksumMD5") { made.checksumMD5 = v.text }
        if let v = p.has("ChecksumXXHASH64") { made.checksumXXHASH64 = v.text }
        if let v = p.has("ChecksumXXHASH3") { made.checksumXXHASH3 = v.text }
        if let v = p.has("ChecksumXXHASH128") { made.checksumXXHASH128 = v.text }
        if let v = p.has("Expires") { made.expires = v.instant }
        if let v = p.has("IfMatch") { made.ifMatch = v.text }
        if let v = p.has("IfNoneMatch") { made.ifNoneMatch = v.text }
        if let v = p.has("GrantFullControl") { made.grantFullControl = v.text }
        if let v = p.has("GrantRead") { made.grantRead = v.text }
        if let v = p.has("GrantReadACP") { made.grantReadACP = v.text }
        if let v = p.has("GrantWriteACP") { made.grantWriteACP = v.text }
        if let v = p.has("WriteOffsetBytes") { made.writeOffsetBytes = v.long }
        if let v = p.has("Metadata") { made.metadata = v.texts }
        if let v = p.has("ServerSideEncryption") { made.serverSideEncryption = ServerSideEncryption(rawValue: v.text) }
        if let v = p.has("StorageClass") { made.storageClass = StorageClass(rawValue: v.text) }
        if let v = p.has("WebsiteRedirectLocation") { made.websiteRedirectLocation = v.text }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        if let v = p.has("SSEKMSKeyId") { made.kmsKeyID = v.text }
        if let v = p.has("SSEKMSEncryptionContext") { made.kmsEncryptionContext = v.text }
        if let v = p.has("BucketKeyEnabled") { made.bucketKeyEnabled = v.isTrue }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("Tagging") { made.tagging = v.text }
        if let v = p.has("ObjectLockMode") { made.objectLockMode = ObjectLockMode(rawValue: v.text) }
        if let v = p.has("ObjectLockRetainUntilDate") { made.objectLockRetainUntilDate = v.instant }
        if let v = p.has("ObjectLockLegalHoldStatus") {
            made.objectLockLegalHoldStatus = ObjectLockLegalHoldStatus(rawValue: v.text)
        }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func copyObject(_ p: Parameters) -> CopyObjectInput {
        var made = CopyObjectInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key,
            copySource: p["CopySource"].copySource)
        if let v = p.has("ACL") { made.acl = ObjectCannedACL(rawValue: v.text) }
        if let v = p.has("CacheControl") { made.cacheControl = v.text }
        if let v = p.has("ChecksumAlgorithm") { made.checksumAlgorithm = ChecksumAlgorithmName(rawValue: v.text) }
        if let v = p.has("ContentDisposition") { made.contentDisposition = v.text }
        if let v = p.has("ContentEncoding") { made.contentEncoding = v.text }
        if let v = p.has("ContentLanguage") { made.contentLanguage = v.text }
        if let v = p.has("ContentType") { made.contentType = v.text }
        if let v = p.has("CopySourceIfMatch") { made.copySourceIfMatch = v.text }
        if let v = p.has("CopySourceIfModifiedSince") { made.copySourceIfModifiedSince = v.instant }
        if let v = p.has("CopySourceIfNoneMatch") { made.copySourceIfNoneMatch = v.text }
        if let v = p.has("CopySourceIfUnmodifiedSince") { made.copySourceIfUnmodifiedSince = v.instant }
        if let v = p.has("Expires") { made.expires = v.instant }
        if let v = p.has("GrantFullControl") { made.grantFullControl = v.text }
        if let v = p.has("GrantRead") { made.grantRead = v.text }
        if let v = p.has("GrantReadACP") { made.grantReadACP = v.text }
        if let v = p.has("GrantWriteACP") { made.grantWriteACP = v.text }
        if let v = p.has("IfMatch") { made.ifMatch = v.text }
        if let v = p.has("IfNoneMatch") { made.ifNoneMatch = v.text }
        if let v = p.has("Metadata") { made.metadata = v.texts }
        if let v = p.has("MetadataDirective") { made.metadataDirective = MetadataDirective(rawValue: v.text) }
        if let v = p.has("TaggingDirective") { made.taggingDirective = TaggingDirective(rawValue: v.text) }
        if let v = p.has("ServerSideEncryption") { made.serverSideEncryption = ServerSideEncryption(rawValue: v.text) }
        if let v = p.has("StorageClass") { made.storageClass = StorageClass(rawValue: v.text) }
        if let v = p.has("WebsiteRedirectLocation") { made.websiteRedirectLocation = v.text }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        if let v = p.has("SSEKMSKeyId") { made.kmsKeyID = v.text }
        if let v = p.has("SSEKMSEncryptionContext") { made.kmsEncryptionContext = v.text }
        if let v = p.has("BucketKeyEnabled") { made.bucketKeyEnabled = v.isTrue }
        if let v = p.has("CopySourceSSECustomerAlgorithm") { made.copySourceSSECustomerAlgorithm = v.text }
        if let v = p.has("CopySourceSSECustomerKey") { made.copySourceSSECustomerKey = v.encryptionKey }
        if let v = p.has("CopySourceSSECustomerKeyMD5") { made.copySourceSSECustomerKeyMD5 = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("Tagging") { made.tagging = v.text }
        if let v = p.has("ObjectLockMode") { made.objectLockMode = ObjectLockMode(rawValue: v.text) }
        if let v = p.has("ObjectLockRetainUntilDate") { made.objectLockRetainUntilDate = v.instant }
        if let v = p.has("ObjectLockLegalHoldStatus") {
            made.objectLockLegalHoldStatus = ObjectLockLegalHoldStatus(rawValue: v.text)
        }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("ExpectedSourceBucketOwner") { made.expectedSourceBucketOwner = v.text }
        return made
    }

    static func deleteObject(_ p: Parameters) -> DeleteObjectInput {
        var made = DeleteObjectInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("MFA") { made.mfa = v.text }
        if let v = p.has("VersionId") { made.versionID = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("BypassGovernanceRetention") { made.bypassGovernanceRetention = v.isTrue }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("IfMatch") { made.ifMatch = v.text }
        if let v = p.has("IfMatchLastModifiedTime") { made.ifMatchLastModifiedTime = v.instant }
        if let v = p.has("IfMatchSize") { made.ifMatchSize = v.long }
        return made
    }

    static func deleteObjects(_ p: Parameters) -> DeleteObjectsInput {
        var made = DeleteObjectsInput(
            bucket: p["Bucket"].text,
            delete: Inputs.delete(p["Delete"]))
        if let v = p.has("MFA") { made.mfa = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("BypassGovernanceRetention") { made.bypassGovernanceRetention = v.isTrue }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("ChecksumAlgorithm") { made.checksumAlgorithm = ChecksumAlgorithmName(rawValue: v.text) }
        return made
    }

    static func listObjects(_ p: Parameters) -> ListObjectsInput {
        var made = ListObjectsInput(
            bucket: p["Bucket"].text)
        if let v = p.has("Delimiter") { made.delimiter = v.text }
        if let v = p.has("EncodingType") { made.encodingType = EncodingType(rawValue: v.text) }
        if let v = p.has("Marker") { made.marker = v.key }
        if let v = p.has("MaxKeys") { made.maxKeys = v.integer }
        if let v = p.has("Prefix") { made.prefix = v.key }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("OptionalObjectAttributes") {
            made.optionalObjectAttributes = v.items.map { OptionalObjectAttribute(rawValue: $0.text) }
        }
        return made
    }

    static func listObjectsV2(_ p: Parameters) -> ListObjectsV2Input {
        var made = ListObjectsV2Input(
            bucket: p["Bucket"].text)
        if let v = p.has("Delimiter") { made.delimiter = v.text }
        if let v = p.has("EncodingType") { made.encodingType = EncodingType(rawValue: v.text) }
        if let v = p.has("MaxKeys") { made.maxKeys = v.integer }
        if let v = p.has("Prefix") { made.prefix = v.key }
        if let v = p.has("ContinuationToken") { made.continuationToken = v.text }
        if let v = p.has("FetchOwner") { made.fetchOwner = v.isTrue }
        if let v = p.has("StartAfter") { made.startAfter = v.key }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("OptionalObjectAttributes") {
            made.optionalObjectAttributes = v.items.map { OptionalObjectAttribute(rawValue: $0.text) }
        }
        return made
    }

    static func createMultipartUpload(_ p: Parameters) -> CreateMultipartUploadInput {
        var made = CreateMultipartUploadInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key)
        if let v = p.has("ACL") { made.acl = ObjectCannedACL(rawValue: v.text) }
        if let v = p.has("CacheControl") { made.cacheControl = v.text }
        if let v = p.has("ContentDisposition") { made.contentDisposition = v.text }
        if let v = p.has("ContentEncoding") { made.contentEncoding = v.text }
        if let v = p.has("ContentLanguage") { made.contentLanguage = v.text }
        if let v = p.has("ContentType") { made.contentType = v.text }
        if let v = p.has("Expires") { made.expires = v.instant }
        if let v = p.has("GrantFullControl") { made.grantFullControl = v.text }
        if let v = p.has("GrantRead") { made.grantRead = v.text }
        if let v = p.has("GrantReadACP") { made.grantReadACP = v.text }
        if let v = p.has("GrantWriteACP") { made.grantWriteACP = v.text }
        if let v = p.has("Metadata") { made.metadata = v.texts }
        if let v = p.has("ServerSideEncryption") { made.serverSideEncryption = ServerSideEncryption(rawValue: v.text) }
        if let v = p.has("StorageClass") { made.storageClass = StorageClass(rawValue: v.text) }
        if let v = p.has("WebsiteRedirectLocation") { made.websiteRedirectLocation = v.text }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        if let v = p.has("SSEKMSKeyId") { made.kmsKeyID = v.text }
        if let v = p.has("SSEKMSEncryptionContext") { made.kmsEncryptionContext = v.text }
        if let v = p.has("BucketKeyEnabled") { made.bucketKeyEnabled = v.isTrue }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("Tagging") { made.tagging = v.text }
        if let v = p.has("ObjectLockMode") { made.objectLockMode = ObjectLockMode(rawValue: v.text) }
        if let v = p.has("ObjectLockRetainUntilDate") { made.objectLockRetainUntilDate = v.instant }
        if let v = p.has("ObjectLockLegalHoldStatus") {
            made.objectLockLegalHoldStatus = ObjectLockLegalHoldStatus(rawValue: v.text)
        }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("ChecksumAlgorithm") { made.checksumAlgorithm = ChecksumAlgorithmName(rawValue: v.text) }
        if let v = p.has("ChecksumType") { made.checksumType = ChecksumType(rawValue: v.text) }
        return made
    }

    static func uploadPart(_ p: Parameters) -> UploadPartInput {
        var made = UploadPartInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key,
            partNumber: p["PartNumber"].integer,
            uploadID: p["UploadId"].text)
        if let v = p.has("Body") { made.body = BytesBody(v.bytes) }
        if let v = p.has("ContentLength") { made.contentLength = v.long }
        if let v = p.has("ContentMD5") { made.contentMD5 = v.text }
        if let v = p.has("ChecksumAlgorithm") { made.checksumAlgorithm = ChecksumAlgorithmName(rawValue: v.text) }
        if let v = p.has("ChecksumCRC32") { made.checksumCRC32 = v.text }
        if let v = p.has("ChecksumCRC32C") { made.checksumCRC32C = v.text }
        if let v = p.has("ChecksumCRC64NVME") { made.checksumCRC64NVME = v.text }
        if let v = p.has("ChecksumSHA1") { made.checksumSHA1 = v.text }
        if let v = p.has("ChecksumSHA256") { made.checksumSHA256 = v.text }
        if let v = p.has("ChecksumSHA512") { made.checksumSHA512 = v.text }
        if let v = p.has("ChecksumMD5") { made.checksumMD5 = v.text }
        if let v = p.has("ChecksumXXHASH64") { made.checksumXXHASH64 = v.text }
        if let v = p.has("ChecksumXXHASH3") { made.checksumXXHASH3 = v.text }
        if let v = p.has("ChecksumXXHASH128") { made.checksumXXHASH128 = v.text }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        return made
    }

    static func uploadPartCopy(_ p: Parameters) -> UploadPartCopyInput {
        var made = UploadPartCopyInput(
            bucket: p["Bucket"].text,
            key: p["Key"].key,
            copySource: p["CopySource"].copySource,
            partNumber: p["PartNumber"].integer,
            uploadID: p["UploadId"].text)
        if let v = p.has("CopySourceIfMatch") { made.copySourceIfMatch = v.text }
        if let v = p.has("CopySourceIfModifiedSince") { made.copySourceIfModifiedSince = v.instant }
        if let v = p.has("CopySourceIfNoneMatch") { made.copySourceIfNoneMatch = v.text }
        if let v = p.has("CopySourceIfUnmodifiedSince") { made.copySourceIfUnmodifiedSince = v.instant }
        if let v = p.has("CopySourceRange") { made.copySourceRange = v.range }
        if let v = p.has("SSECustomerAlgorithm") { made.sseCustomerAlgorithm = v.text }
        if let v = p.has("SSECustomerKey") { made.sseCustomerKey = v.encryptionKey }
        if let v = p.has("SSECustomerKeyMD5") { made.sseCustomerKeyMD5 = v.text }
        if let v = p.has("CopySourceSSECustomerAlgorithm") { made.copySourceSSECustomerAlgorithm = v.text }
        if let v = p.has("CopySourceSSECustomerKey") { made.copySourceSSECustomerKey = v.encryptionKey }
        if let v = p.has("CopySourceSSECustomerKeyMD5") { made.copySourceSSECustomerKeyMD5 = v.text }
        if let v = p.has("RequestPayer") { made.requestPayer = RequestPayer(rawValue: v.text) }
        if let v = p.has("ExpectedBucketOwner") { made.expectedBucketOwner = v.text }
        if let v = p.has("ExpectedSourceBucketOwner") { made.expectedSourceBucketOwner = v.text }
        return made
    }
}
