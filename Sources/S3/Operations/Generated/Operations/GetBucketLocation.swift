// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What GetBucketLocation is asked (boto3: the parameters of `get_bucket_location`).
public struct GetBucketLocationInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String) {
        self.bucket = bucket
    }
}

extension GetBucketLocationInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("GetBucketLocation", "GET", bucket: bucket)
            call.endpoint.usesExpressControlEndpoint = true
            call.ask("location")
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            return call
        }
    }
}

/// What GetBucketLocation answers (boto3: the answer of `get_bucket_location`).
public struct GetBucketLocationOutput: Sendable {
    /// The region; nil for us-east-1 (boto3: `LocationConstraint`).
    public var locationConstraint: BucketLocationConstraint?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension GetBucketLocationOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: GetBucketLocationInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        guard let root = try XMLTree.read(answer, "GetBucketLocation"), !root.text.isEmpty else { return }
        locationConstraint = BucketLocationConstraint(rawValue: root.text)
    }
}

extension S3Client {
    /// Asks where a bucket is (boto3: `get_bucket_location`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func getBucketLocation(_ input: GetBucketLocationInput) async throws(S3Error) -> GetBucketLocationOutput {
        try GetBucketLocationOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
