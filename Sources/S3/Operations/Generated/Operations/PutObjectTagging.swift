// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What PutObjectTagging is asked (boto3: the parameters of `put_object_tagging`).
public struct PutObjectTaggingInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// The MD5 of the body in base64 (boto3: `ContentMD5`).
    public var contentMD5: String?
    /// The algorithm of the checksum (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
    /// The tags (boto3: `Tagging`).
    public var tagging: Tagging
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, tagging: Tagging) {
        self.bucket = bucket
        self.key = key
        self.tagging = tagging
    }
}

extension PutObjectTaggingInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("PutObjectTagging", "PUT", bucket: bucket, key: key)
            try call.supportChecksum(checksumAlgorithm, isRequired: true)
            call.ask("tagging")
            call.ask("versionId", versionID)
            call.add("content-md5", contentMD5)
            call.add("x-amz-sdk-checksum-algorithm", checksumAlgorithm?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            var document = XMLWriter(namespace: "http://s3.amazonaws.com/doc/2006-03-01/")
            tagging.write(to: &document, as: "Tagging")
            call.body = try document.body(of: "PutObjectTagging")
            return call
        }
    }
}

/// What PutObjectTagging answers (boto3: the answer of `put_object_tagging`).
public struct PutObjectTaggingOutput: Sendable {
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension PutObjectTaggingOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: PutObjectTaggingInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 16:
                if name == "x-amz-version-id" {
                    versionID = value
                }
            default: break
            }
        }
    }
}

extension S3Client {
    /// Replaces an object's tags (boto3: `put_object_tagging`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    @discardableResult
    public func putObjectTagging(_ input: PutObjectTaggingInput) async throws(S3Error) -> PutObjectTaggingOutput {
        try PutObjectTaggingOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
