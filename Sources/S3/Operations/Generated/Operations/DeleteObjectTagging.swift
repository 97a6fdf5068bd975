// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What DeleteObjectTagging is asked (boto3: the parameters of `delete_object_tagging`).
public struct DeleteObjectTaggingInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension DeleteObjectTaggingInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("DeleteObjectTagging", "DELETE", bucket: bucket, key: key)
            call.ask("tagging")
            call.ask("versionId", versionID)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            return call
        }
    }
}

/// What DeleteObjectTagging answers (boto3: the answer of `delete_object_tagging`).
public struct DeleteObjectTaggingOutput: Sendable {
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension DeleteObjectTaggingOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: DeleteObjectTaggingInput) throws(S3Error) {
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
    /// Removes all of an object's tags (boto3: `delete_object_tagging`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    @discardableResult
    public func deleteObjectTagging(
        _ input: DeleteObjectTaggingInput
    ) async throws(S3Error) -> DeleteObjectTaggingOutput {
        try DeleteObjectTaggingOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
