extension CopyArguments {
    /// The request that copies all at once.
    func copyObject(from source: CopySource, bucket: String, key: Key) -> CopyObjectInput {
        var input = CopyObjectInput(bucket: bucket, key: key, copySource: source)
        input.acl = acl
        input.cacheControl = cacheControl
        input.checksumAlgorithm = checksumAlgorithm
        input.contentDisposition = contentDisposition
        input.contentEncoding = contentEncoding
        input.contentLanguage = contentLanguage
        input.contentType = contentType
        input.expectedBucketOwner = expectedBucketOwner
        input.expires = expires
        input.expiresString = expiresString
        input.grantFullControl = grantFullControl
        input.grantRead = grantRead
        input.grantReadACP = grantReadACP
        input.grantWriteACP = grantWriteACP
        input.metadata = metadata
        input.objectLockLegalHoldStatus = objectLockLegalHoldStatus
        input.objectLockMode = objectLockMode
        input.objectLockRetainUntilDate = objectLockRetainUntilDate
        input.requestPayer = requestPayer
        input.serverSideEncryption = serverSideEncryption
        input.storageClass = storageClass
        input.sseCustomerAlgorithm = sseCustomerAlgorithm
        input.sseCustomerKey = sseCustomerKey
        input.sseCustomerKeyMD5 = sseCustomerKeyMD5
        input.kmsKeyID = kmsKeyID
        input.kmsEncryptionContext = kmsEncryptionContext
        input.tagging = tagging
        input.websiteRedirectLocation = websiteRedirectLocation
        input.copySourceIfMatch = copySourceIfMatch
        input.copySourceIfModifiedSince = copySourceIfModifiedSince
        input.copySourceIfNoneMatch = copySourceIfNoneMatch
        input.copySourceIfUnmodifiedSince = copySourceIfUnmodifiedSince
        input.copySourceSSECustomerAlgorithm = copySourceSSECustomerAlgorithm
        input.copySourceSSECustomerKey = copySourceSSECustomerKey
        input.copySourceSSECustomerKeyMD5 = copySourceSSECustomerKeyMD5
        input.metadataDirective = metadataDirective
        input.taggingDirective = taggingDirective
        input.expectedSourceBucketOwner = expectedSourceBucketOwner
        return input
    }

    /// The request that copies a part.
    func uploadPartCopy(
        from source: CopySource, bucket: String, key: Key, number: Int, uploadID: String, range: Range<Int64>
    ) -> UploadPartCopyInput {
        var input = UploadPartCopyInput(
            bucket: bucket, key: key, copySource: source, partNumber: number, uploadID: uploadID)
        input.copySourceRange = .bytes(range)
        input.copySourceIfMatch = copySourceIfMatch
        input.copySourceIfModifiedSince = copySourceIfModifiedSince
        input.copySourceIfNoneMatch = copySourceIfNoneMatch
        input.copySourceIfUnmodifiedSince = copySourceIfUnmodifiedSince
        input.copySourceSSECustomerAlgorithm = copySourceSSECustomerAlgorithm
        input.copySourceSSECustomerKey = copySourceSSECustomerKey
        input.copySourceSSECustomerKeyMD5 = copySourceSSECustomerKeyMD5
        input.sseCustomerAlgorithm = sseCustomerAlgorithm
        input.sseCustomerKey = sseCustomerKey
        input.sseCustomerKeyMD5 = sseCustomerKeyMD5
        input.requestPayer = requestPayer
        input.expectedBucketOwner = expectedBucketOwner
        input.expectedSourceBucketOwner = expectedSourceBucketOwner
        return input
    }

    /// The request that asks for the source's head.
    func headObject(of source: CopySource) -> HeadObjectInput {
        var input = HeadObjectInput(bucket: source.bucket, key: source.key)
        input.versionID = source.versionID
        input.ifMatch = copySourceIfMatch
        input.ifModifiedSince = copySourceIfModifiedSince
        input.ifNoneMatch = copySourceIfNoneMatch
        input.ifUnmodifiedSince = copySourceIfUnmodifiedSince
        input.sseCustomerAlgorithm = copySourceSSECustomerAlgorithm
        input.sseCustomerKey = copySourceSSECustomerKey
        input.sseCustomerKeyMD5 = copySourceSSECustomerKeyMD5
        input.requestPayer = requestPayer
        input.expectedBucketOwner = expectedSourceBucketOwner
        return input
    }

    /// What the object is made with when it is copied in parts.
    var upload: UploadArguments {
        var upload = UploadArguments()
        upload.acl = acl
        upload.cacheControl = cacheControl
        upload.checksumAlgorithm = checksumAlgorithm
        upload.contentDisposition = contentDisposition
        upload.contentEncoding = contentEncoding
        upload.contentLanguage = contentLanguage
        upload.contentType = contentType
        upload.expectedBucketOwner = expectedBucketOwner
        upload.expires = expires
        upload.expiresString = expiresString
        upload.grantFullControl = grantFullControl
        upload.grantRead = grantRead
        upload.grantReadACP = grantReadACP
        upload.grantWriteACP = grantWriteACP
        upload.metadata = metadata
        upload.objectLockLegalHoldStatus = objectLockLegalHoldStatus
        upload.objectLockMode = objectLockMode
        upload.objectLockRetainUntilDate = objectLockRetainUntilDate
        upload.requestPayer = requestPayer
        upload.serverSideEncryption = serverSideEncryption
        upload.storageClass = storageClass
        upload.sseCustomerAlgorithm = sseCustomerAlgorithm
        upload.sseCustomerKey = sseCustomerKey
        upload.sseCustomerKeyMD5 = sseCustomerKeyMD5
        upload.kmsKeyID = kmsKeyID
        upload.kmsEncryptionContext = kmsEncryptionContext
        upload.tagging = tagging
        upload.websiteRedirectLocation = websiteRedirectLocation
        return upload
    }
}
