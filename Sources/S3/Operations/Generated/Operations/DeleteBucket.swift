// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What DeleteBucket is asked (boto3: the parameters of `delete_bucket`).
public struct DeleteBucketInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String) {
        self.bucket = bucket
    }
}

extension DeleteBucketInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("DeleteBucket", "DELETE", bucket: bucket)
            call.endpoint.usesExpressControlEndpoint = true
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            return call
        }
    }
}

/// What DeleteBucket answers (boto3: the answer of `delete_bucket`).
public struct DeleteBucketOutput: Sendable {
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension DeleteBucketOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: DeleteBucketInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
    }
}

extension S3Client {
    /// Removes an empty bucket (boto3: `delete_bucket`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `BucketNotEmpty`.
    @discardableResult
    public func deleteBucket(_ input: DeleteBucketInput) async throws(S3Error) -> DeleteBucketOutput {
        try DeleteBucketOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
