// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What PutBucketVersioning is asked (boto3: the parameters of `put_bucket_versioning`).
public struct PutBucketVersioningInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The MD5 of the body in base64 (boto3: `ContentMD5`).
    public var contentMD5: String?
    /// The algorithm of the checksum (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
    /// The serial number and the code of a second factor (boto3: `MFA`).
    public var mfa: String?
    /// Whether versions are kept (boto3: `VersioningConfiguration`).
    public var versioningConfiguration: VersioningConfiguration
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, versioningConfiguration: VersioningConfiguration) {
        self.bucket = bucket
        self.versioningConfiguration = versioningConfiguration
    }
}

extension PutBucketVersioningInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("PutBucketVersioning", "PUT", bucket: bucket)
            call.endpoint.usesExpressControlEndpoint = true
            try call.supportChecksum(checksumAlgorithm, isRequired: true)
            call.ask("versioning")
            call.add("content-md5", contentMD5)
            call.add("x-amz-sdk-checksum-algorithm", checksumAlgorithm?.rawValue)
            call.add("x-amz-mfa", mfa)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            var document = XMLWriter(namespace: "http://s3.amazonaws.com/doc/2006-03-01/")
            versioningConfiguration.write(to: &document, as: "VersioningConfiguration")
            call.body = try document.body(of: "PutBucketVersioning")
            return call
        }
    }
}

/// What PutBucketVersioning answers (boto3: the answer of `put_bucket_versioning`).
public struct PutBucketVersioningOutput: Sendable {
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension PutBucketVersioningOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: PutBucketVersioningInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
    }
}

extension S3Client {
    /// Turns versions on or off for a bucket (boto3: `put_bucket_versioning`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    @discardableResult
    public func putBucketVersioning(
        _ input: PutBucketVersioningInput
    ) async throws(S3Error) -> PutBucketVersioningOutput {
        try PutBucketVersioningOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
