// What the requests of a transfer say in common, so that each member is handed on in one place.

/// Whose key, whose bill and whose bucket: what every request about an object may say.
protocol ObjectAccess {
    var sseCustomerAlgorithm: String? { get set }
    var sseCustomerKey: EncryptionKey? { get set }
    var sseCustomerKeyMD5: String? { get set }
    var requestPayer: RequestPayer? { get set }
    var expectedBucketOwner: String? { get set }
}

extension ObjectAccess {
    /// Says the same.
    mutating func takeAccess(from other: some ObjectAccess) {
        sseCustomerAlgorithm = other.sseCustomerAlgorithm
        sseCustomerKey = other.sseCustomerKey
        sseCustomerKeyMD5 = other.sseCustomerKeyMD5
        requestPayer = other.requestPayer
        expectedBucketOwner = other.expectedBucketOwner
    }
}

extension GetObjectInput: ObjectAccess {}
extension HeadObjectInput: ObjectAccess {}
extension ListPartsInput: ObjectAccess {}
extension UploadPartInput: ObjectAccess {}
extension UploadPartCopyInput: ObjectAccess {}
extension CompleteMultipartUploadInput: ObjectAccess {}
extension DownloadArguments: ObjectAccess {}

/// What is stored with an object.
protocol ObjectMaking: ObjectAccess {
    var acl: ObjectCannedACL? { get set }
    var cacheControl: String? { get set }
    var checksumAlgorithm: ChecksumAlgorithmName? { get set }
    var contentDisposition: String? { get set }
    var contentEncoding: String? { get set }
    var contentLanguage: String? { get set }
    var contentType: String? { get set }
    var expires: Instant? { get set }
    var expiresString: String? { get set }
    var grantFullControl: String? { get set }
    var grantRead: String? { get set }
    var grantReadACP: String? { get set }
    var grantWriteACP: String? { get set }
    var metadata: [String: String] { get set }
    var objectLockLegalHoldStatus: ObjectLockLegalHoldStatus? { get set }
    var objectLockMode: ObjectLockMode? { get set }
    var objectLockRetainUntilDate: Instant? { get set }
    var serverSideEncryption: ServerSideEncryption? { get set }
    var storageClass: StorageClass? { get set }
    var kmsKeyID: String? { get set }
    var kmsEncryptionContext: String? { get set }
    var tagging: String? { get set }
    var websiteRedirectLocation: String? { get set }
}

extension ObjectMaking {
    /// Stores the same, with the same access.
    mutating func takeAll(from other: some ObjectMaking) {
        takeAccess(from: other)
        acl = other.acl
        cacheControl = other.cacheControl
        checksumAlgorithm = other.checksumAlgorithm
        contentDisposition = other.contentDisposition
        contentEncoding = other.contentEncoding
        contentLanguage = other.contentLanguage
        contentType = other.contentType
        expires = other.expires
        expiresString = other.expiresString
        grantFullControl = other.grantFullControl
        grantRead = other.grantRead
        grantReadACP = other.grantReadACP
        grantWriteACP = other.grantWriteACP
        metadata = other.metadata
        objectLockLegalHoldStatus = other.objectLockLegalHoldStatus
        objectLockMode = other.objectLockMode
        objectLockRetainUntilDate = other.objectLockRetainUntilDate
        serverSideEncryption = other.serverSideEncryption
        storageClass = other.storageClass
        kmsKeyID = other.kmsKeyID
        kmsEncryptionContext = other.kmsEncryptionContext
        tagging = other.tagging
        websiteRedirectLocation = other.websiteRedirectLocation
    }
}

extension PutObjectInput: ObjectMaking {}
extension CreateMultipartUploadInput: ObjectMaking {}
extension CopyObjectInput: ObjectMaking {}
extension UploadArguments: ObjectMaking {}
extension CopyArguments: ObjectMaking {}

/// The source of a copy: its key, and conditions on it.
protocol SourceAccess {
    var copySourceIfMatch: String? { get set }
    var copySourceIfModifiedSince: Instant? { get set }
    var copySourceIfNoneMatch: String? { get set }
    var copySourceIfUnmodifiedSince: Instant? { get set }
    var copySourceSSECustomerAlgorithm: String? { get set }
    var copySourceSSECustomerKey: EncryptionKey? { get set }
    var copySourceSSECustomerKeyMD5: String? { get set }
    var expectedSourceBucketOwner: String? { get set }
}

extension SourceAccess {
    /// Says the same of the source.
    mutating func takeSource(from other: some SourceAccess) {
        copySourceIfMatch = other.copySourceIfMatch
        copySourceIfModifiedSince = other.copySourceIfModifiedSince
        copySourceIfNoneMatch = other.copySourceIfNoneMatch
        copySourceIfUnmodifiedSince = other.copySourceIfUnmodifiedSince
        copySourceSSECustomerAlgorithm = other.copySourceSSECustomerAlgorithm
        copySourceSSECustomerKey = other.copySourceSSECustomerKey
        copySourceSSECustomerKeyMD5 = other.copySourceSSECustomerKeyMD5
        expectedSourceBucketOwner = other.expectedSourceBucketOwner
    }
}

extension CopyObjectInput: SourceAccess {}
extension UploadPartCopyInput: SourceAccess {}
extension CopyArguments: SourceAccess {}

/// What the whole object is held against when it is made.
protocol WholeObject: ChecksumBearing {
    var checksumCRC32: String? { get set }
    var checksumCRC32C: String? { get set }
    var checksumCRC64NVME: String? { get set }
    var checksumMD5: String? { get set }
    var checksumSHA1: String? { get set }
    var checksumSHA256: String? { get set }
    var checksumSHA512: String? { get set }
    var checksumXXHASH3: String? { get set }
    var checksumXXHASH64: String? { get set }
    var checksumXXHASH128: String? { get set }
    var ifMatch: String? { get set }
    var ifNoneMatch: String? { get set }
}

extension WholeObject {
    /// Has the same checksums and conditions.
    mutating func takeChecks(from other: some WholeObject) {
        checksumCRC32 = other.checksumCRC32
        checksumCRC32C = other.checksumCRC32C
        checksumCRC64NVME = other.checksumCRC64NVME
        checksumMD5 = other.checksumMD5
        checksumSHA1 = other.checksumSHA1
        checksumSHA256 = other.checksumSHA256
        checksumSHA512 = other.checksumSHA512
        checksumXXHASH3 = other.checksumXXHASH3
        checksumXXHASH64 = other.checksumXXHASH64
        checksumXXHASH128 = other.checksumXXHASH128
        ifMatch = other.ifMatch
        ifNoneMatch = other.ifNoneMatch
    }
}

extension PutObjectInput: WholeObject {}
extension CompleteMultipartUploadInput: WholeObject {}
extension UploadArguments: WholeObject {}
