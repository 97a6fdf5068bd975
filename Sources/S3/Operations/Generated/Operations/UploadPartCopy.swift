// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What UploadPartCopy is asked (boto3: the parameters of `upload_part_copy`).
public struct UploadPartCopyInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
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
    /// The bytes of the source; nil for all (boto3: `CopySourceRange`).
    public var copySourceRange: ObjectRange?
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The part's number, 1…10,000 (boto3: `PartNumber`).
    public var partNumber: Int
    /// The upload's id (boto3: `UploadId`).
    public var uploadID: String
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The caller's own key (boto3: `SSECustomerKey`).
    public var sseCustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?
    /// The algorithm of the source's own key: `AES256` (boto3: `CopySourceSSECustomerAlgorithm`).
    public var copySourceSSECustomerAlgorithm: String?
    /// The source's own key (boto3: `CopySourceSSECustomerKey`).
    public var copySourceSSECustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `CopySourceSSECustomerKeyMD5`).
    public var copySourceSSECustomerKeyMD5: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// The account that the source's bucket has to belong to (boto3: `ExpectedSourceBucketOwner`).
    public var expectedSourceBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, copySource: CopySource, partNumber: Int, uploadID: String) {
        self.bucket = bucket
        self.key = key
        self.copySource = copySource
        self.partNumber = partNumber
        self.uploadID = uploadID
    }
}

extension UploadPartCopyInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("UploadPartCopy", "PUT", bucket: bucket, key: key)
            call.patience = 10
            call.endpoint.disablesExpressSessionAuth = true
            call.ask("partNumber", String(partNumber))
            call.ask("uploadId", uploadID)
            call.add("x-amz-copy-source", copySource.headerField)
            call.add("x-amz-copy-source-if-match", copySourceIfMatch)
            call.add("x-amz-copy-source-if-modified-since", copySourceIfModifiedSince?.httpDate)
            call.add("x-amz-copy-source-if-none-match", copySourceIfNoneMatch)
            call.add("x-amz-copy-source-if-unmodified-since", copySourceIfUnmodifiedSince?.httpDate)
            try call.add("x-amz-copy-source-range", range: copySourceRange)
            call.add("x-amz-server-side-encryption-customer-algorithm", sseCustomerAlgorithm)
            call.add("x-amz-server-side-encryption-customer-", customerKey: sseCustomerKey, md5: sseCustomerKeyMD5)
            call.add("x-amz-copy-source-server-side-encryption-customer-algorithm", copySourceSSECustomerAlgorithm)
            call.add(
                "x-amz-copy-source-server-side-encryption-customer-", customerKey: copySourceSSECustomerKey,
                md5: copySourceSSECustomerKeyMD5)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-source-expected-bucket-owner", expectedSourceBucketOwner)
            return call
        }
    }
}

/// What UploadPartCopy answers (boto3: the answer of `upload_part_copy`).
public struct UploadPartCopyOutput: Sendable {
    /// The version that was copied (boto3: `CopySourceVersionId`).
    public var copySourceVersionID: String?
    /// What the part has become (boto3: `CopyPartResult`).
    public var copyPartResult = CopyPartResult()
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The MD5 of the caller's own key in base64 (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?
    /// The key of the key service (boto3: `SSEKMSKeyId`).
    public var kmsKeyID: String?
    /// Whether a bucket key encrypts, which saves requests to the key service (boto3: `BucketKeyEnabled`).
    public var bucketKeyEnabled: Bool?
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension UploadPartCopyOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: UploadPartCopyInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
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
        guard let root = try XMLTree.read(answer, "UploadPartCopy") else {
            try settle(answer, input)
            return
        }
        copyPartResult = CopyPartResult(root)
        try settle(answer, input)
    }
}

extension S3Client {
    /// Makes one part of an object, or of a range of it, inside the service (boto3: `upload_part_copy`).
    ///
    /// One request, which may take as long as the copy does.
    ///
    /// - Throws: `S3Error`, also for an error that came after a status of 200.
    @discardableResult
    public func uploadPartCopy(_ input: UploadPartCopyInput) async throws(S3Error) -> UploadPartCopyOutput {
        try UploadPartCopyOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
