extension UploadArguments {
    /// The request that stores the bytes whole.
    func putObject(bucket: String, key: Key, body: any RequestBody) -> PutObjectInput {
        var input = PutObjectInput(bucket: bucket, key: key, body: body)
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
        input.checksumCRC32 = checksumCRC32
        input.checksumCRC32C = checksumCRC32C
        input.checksumCRC64NVME = checksumCRC64NVME
        input.checksumMD5 = checksumMD5
        input.checksumSHA1 = checksumSHA1
        input.checksumSHA256 = checksumSHA256
        input.checksumSHA512 = checksumSHA512
        input.checksumXXHASH3 = checksumXXHASH3
        input.checksumXXHASH64 = checksumXXHASH64
        input.checksumXXHASH128 = checksumXXHASH128
        input.ifMatch = ifMatch
        input.ifNoneMatch = ifNoneMatch
        return input
    }

    /// The request that begins an upload in parts.
    func createMultipartUpload(bucket: String, key: Key) -> CreateMultipartUploadInput {
        var input = CreateMultipartUploadInput(bucket: bucket, key: key)
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
        input.checksumType = checksumType
        return input
    }

    /// The request that stores a part.
    func uploadPart(
        bucket: String, key: Key, number: Int, uploadID: String, body: any RequestBody
    ) -> UploadPartInput {
        var input = UploadPartInput(bucket: bucket, key: key, partNumber: number, uploadID: uploadID, body: body)
        input.checksumAlgorithm = checksumAlgorithm
        input.sseCustomerAlgorithm = sseCustomerAlgorithm
        input.sseCustomerKey = sseCustomerKey
        input.sseCustomerKeyMD5 = sseCustomerKeyMD5
        input.requestPayer = requestPayer
        input.expectedBucketOwner = expectedBucketOwner
        return input
    }

    /// The request that makes the parts an object.
    func completeMultipartUpload(
        bucket: String, key: Key, uploadID: String, parts: [UploadedPart]
    ) -> CompleteMultipartUploadInput {
        var input = CompleteMultipartUploadInput(bucket: bucket, key: key, uploadID: uploadID)
        input.multipartUpload = CompletedMultipartUpload(parts: parts)
        input.sseCustomerAlgorithm = sseCustomerAlgorithm
        input.sseCustomerKey = sseCustomerKey
        input.sseCustomerKeyMD5 = sseCustomerKeyMD5
        input.requestPayer = requestPayer
        input.expectedBucketOwner = expectedBucketOwner
        input.checksumCRC32 = checksumCRC32
        input.checksumCRC32C = checksumCRC32C
        input.checksumCRC64NVME = checksumCRC64NVME
        input.checksumMD5 = checksumMD5
        input.checksumSHA1 = checksumSHA1
        input.checksumSHA256 = checksumSHA256
        input.checksumSHA512 = checksumSHA512
        input.checksumXXHASH3 = checksumXXHASH3
        input.checksumXXHASH64 = checksumXXHASH64
        input.checksumXXHASH128 = checksumXXHASH128
        input.checksumType = checksumType
        input.mpuObjectSize = mpuObjectSize
        input.ifMatch = ifMatch
        input.ifNoneMatch = ifNoneMatch
        return input
    }
}
