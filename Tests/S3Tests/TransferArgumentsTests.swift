import Testing

@testable import S3

@Suite struct TransferArgumentsTests {
    /// s3transfer 0.17.0: `TransferManager.ALLOWED_…_ARGS`.
    private static let shared = [
        "ACL", "CacheControl", "ChecksumAlgorithm", "ContentDisposition", "ContentEncoding", "ContentLanguage",
        "ContentType", "ExpectedBucketOwner", "Expires", "GrantFullControl", "GrantRead", "GrantReadACP",
        "GrantWriteACP", "Metadata", "ObjectLockLegalHoldStatus", "ObjectLockMode", "ObjectLockRetainUntilDate",
        "RequestPayer", "ServerSideEncryption", "StorageClass", "SSECustomerAlgorithm", "SSECustomerKey",
        "SSECustomerKeyMD5", "SSEKMSKeyId", "SSEKMSEncryptionContext", "Tagging", "WebsiteRedirectLocation",
    ]
    private static let upload = [
        "ChecksumType", "MpuObjectSize", "ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME", "ChecksumMD5",
        "ChecksumSHA1", "ChecksumSHA256", "ChecksumSHA512", "ChecksumXXHASH3", "ChecksumXXHASH64",
        "ChecksumXXHASH128",
    ]
    private static let copy = [
        "CopySourceIfMatch", "CopySourceIfModifiedSince", "CopySourceIfNoneMatch", "CopySourceIfUnmodifiedSince",
        "CopySourceSSECustomerAlgorithm", "CopySourceSSECustomerKey", "CopySourceSSECustomerKeyMD5",
        "MetadataDirective", "TaggingDirective",
    ]
    private static let download = [
        "ChecksumMode", "VersionId", "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "RequestPayer",
        "ExpectedBucketOwner",
    ]

    /// The members in boto3's spelling.
    private static func names(of arguments: Any) -> Set<String> {
        Set(
            Mirror(reflecting: arguments).children.compactMap(\.label).map { label in
                switch label {
                case "acl": "ACL"
                case "versionID": "VersionId"
                case "kmsKeyID": "SSEKMSKeyId"
                case "kmsEncryptionContext": "SSEKMSEncryptionContext"
                default:
                    label.hasPrefix("sse")
                        ? "SSE" + label.dropFirst(3) : label.prefix(1).uppercased() + label.dropFirst()
                }
            })
    }

    @Test("Transfers take exactly the arguments of s3transfer, and a few more")
    func allowed() {
        #expect(
            Self.names(of: UploadArguments())
                == Set(Self.shared + Self.upload + ["ExpiresString", "IfMatch", "IfNoneMatch"]))
        #expect(
            Self.names(of: CopyArguments())
                == Set(Self.shared + Self.copy + ["ExpiresString", "ExpectedSourceBucketOwner"]))
        #expect(Self.names(of: DownloadArguments()) == Set(Self.download))
    }

    @Test("Each request of an upload has the arguments that s3transfer gives it")
    func requests() async throws {
        let store = TransferStore()
        var arguments = UploadArguments()
        arguments.requestPayer = .requester
        arguments.expectedBucketOwner = "o"
        arguments.sseCustomerAlgorithm = "AES256"
        arguments.sseCustomerKey = "0123456789abcdef0123456789abcdef"
        arguments.storageClass = .glacier
        arguments.ifNoneMatch = "*"
        arguments.mpuObjectSize = 6 << 20
        try await S3Client.transfers(store).uploadFileObject(
            BytesBody(TransferBytes.make(6 << 20)), bucket: "b", key: "k", extraArgs: arguments, config: .small)
        for request in store.requests {
            #expect(request.headers["x-amz-request-payer"] == "requester")
            #expect(request.headers["x-amz-expected-bucket-owner"] == "o")
            #expect(request.headers["x-amz-server-side-encryption-customer-algorithm"] == "AES256")
            #expect(request.headers["x-amz-server-side-encryption-customer-key"] != nil)
        }
        let (first, last) = (store.requests[0].headers, store.requests[store.requests.count - 1].headers)
        #expect(first["x-amz-storage-class"] == "GLACIER" && last["x-amz-storage-class"] == nil)
        #expect(last["if-none-match"] == "*" && first["if-none-match"] == nil)
        #expect(last["x-amz-mp-object-size"] == String(6 << 20) && first["x-amz-mp-object-size"] == nil)
    }

    @Test("A checksum where nobody asks for one follows the client's configuration")
    func policy() async throws {
        for (policy, expected) in [
            (ClientConfiguration.ChecksumPolicy.whenSupported, "CRC32"), (.whenRequired, nil),
        ] as [(ClientConfiguration.ChecksumPolicy, String?)] {
            let store = TransferStore()
            let client = try S3Client.transfers(store) { $0.requestChecksumCalculation = policy }
            try await client.uploadFileObject(
                BytesBody(TransferBytes.make(6 << 20)), bucket: "b", key: "k", config: .small)
            #expect(store.requests[0].headers["x-amz-checksum-algorithm"] == expected)
        }
    }
}
