// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What GetBucketVersioning is asked (boto3: the parameters of `get_bucket_versioning`).
public struct GetBucketVersioningInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String) {
        self.bucket = bucket
    }
}

extension GetBucketVersioningInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("GetBucketVersioning", "GET", bucket: bucket)
            call.endpoint.usesExpressControlEndpoint = true
            call.ask("versioning")
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            return call
        }
    }
}

/// What GetBucketVersioning answers (boto3: the answer of `get_bucket_versioning`).
public struct GetBucketVersioningOutput: Sendable {
    /// Whether versions are kept; nil where they never were (boto3: `Status`).
    public var status: BucketVersioningStatus?
    /// Whether removing a version needs a second factor (boto3: `MFADelete`).
    public var mfaDelete: MFADelete?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension GetBucketVersioningOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: GetBucketVersioningInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        guard let root = try XMLTree.read(answer, "GetBucketVersioning") else { return }
        for child in root.children {
            switch child.name {
            case .status: status = BucketVersioningStatus(rawValue: child.text)
            case .mfaDelete: mfaDelete = MFADelete(rawValue: child.text)
            default: break
            }
        }
    }
}

extension S3Client {
    /// Asks whether a bucket keeps versions (boto3: `get_bucket_versioning`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func getBucketVersioning(
        _ input: GetBucketVersioningInput
    ) async throws(S3Error) -> GetBucketVersioningOutput {
        try GetBucketVersioningOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
