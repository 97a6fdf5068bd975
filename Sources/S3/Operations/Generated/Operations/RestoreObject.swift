// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What RestoreObject is asked (boto3: the parameters of `restore_object`).
public struct RestoreObjectInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// How it is restored (boto3: `RestoreRequest`).
    public var restoreRequest: RestoreRequest?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The algorithm of the checksum (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension RestoreObjectInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("RestoreObject", "POST", bucket: bucket, key: key)
            try call.supportChecksum(checksumAlgorithm, isRequired: false)
            call.ask("restore")
            call.ask("versionId", versionID)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-sdk-checksum-algorithm", checksumAlgorithm?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            if let restoreRequest {
                var document = XMLWriter(namespace: "http://s3.amazonaws.com/doc/2006-03-01/")
                restoreRequest.write(to: &document, as: "RestoreRequest")
                call.body = try document.body(of: "RestoreObject")
            }
            return call
        }
    }
}

/// What RestoreObject answers (boto3: the answer of `restore_object`).
public struct RestoreObjectOutput: Sendable {
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Where the result of the query is (boto3: `RestoreOutputPath`).
    public var restoreOutputPath: String?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension RestoreObjectOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: RestoreObjectInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 21:
                if name == "x-amz-request-charged" {
                    requestCharged = RequestCharged(rawValue: value)
                }
            case 25:
                if name == "x-amz-restore-output-path" {
                    restoreOutputPath = value
                }
            default: break
            }
        }
    }
}

extension S3Client {
    /// Brings an archived object back for some days (boto3: `restore_object`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `RestoreAlreadyInProgress`.
    @discardableResult
    public func restoreObject(_ input: RestoreObjectInput) async throws(S3Error) -> RestoreObjectOutput {
        try RestoreObjectOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
