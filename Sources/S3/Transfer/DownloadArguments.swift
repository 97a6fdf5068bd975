/// What a download may say beside bucket and key (boto3: `ExtraArgs`, `ALLOWED_DOWNLOAD_ARGS`).
public struct DownloadArguments: Sendable {
    /// Asks for checksums where the configuration does not (boto3: `ChecksumMode`).
    public var checksumMode: ChecksumMode?
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
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// None of them; what is wanted is set after.
    public init() {}
}
