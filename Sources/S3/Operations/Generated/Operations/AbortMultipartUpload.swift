// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What AbortMultipartUpload is asked (boto3: the parameters of `abort_multipart_upload`).
public struct AbortMultipartUploadInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The upload's id (boto3: `UploadId`).
    public var uploadID: String
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// Fails with 412 unless the upload began then (boto3: `IfMatchInitiatedTime`).
    public var ifMatchInitiatedTime: Instant?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, uploadID: String) {
        self.bucket = bucket
        self.key = key
        self.uploadID = uploadID
    }
}

extension AbortMultipartUploadInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("AbortMultipartUpload", "DELETE", bucket: bucket, key: key)
            call.ask("uploadId", uploadID)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-if-match-initiated-time", ifMatchInitiatedTime?.httpDate)
            return call
        }
    }
}

/// What AbortMultipartUpload answers (boto3: the answer of `abort_multipart_upload`).
public struct AbortMultipartUploadOutput: Sendable {
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension AbortMultipartUploadOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: AbortMultipartUploadInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 21:
                if name == "x-amz-request-charged" {
                    requestCharged = RequestCharged(rawValue: value)
                }
            default: break
            }
        }
    }
}

extension S3Client {
    /// Ends an upload without an object (boto3: `abort_multipart_upload`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `NoSuchUpload`.
    @discardableResult
    public func abortMultipartUpload(
        _ input: AbortMultipartUploadInput
    ) async throws(S3Error) -> AbortMultipartUploadOutput {
        try AbortMultipartUploadOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
