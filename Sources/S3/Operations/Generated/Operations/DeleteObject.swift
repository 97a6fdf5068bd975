// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What DeleteObject is asked (boto3: the parameters of `delete_object`).
public struct DeleteObjectInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The serial number and the code of a second factor (boto3: `MFA`).
    public var mfa: String?
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// Whether an object locked in governance mode may go (boto3: `BypassGovernanceRetention`).
    public var bypassGovernanceRetention: Bool?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// Fails with 412 unless the object has this tag (boto3: `IfMatch`).
    public var ifMatch: String?
    /// Fails with 412 unless the object was stored then (boto3: `IfMatchLastModifiedTime`).
    public var ifMatchLastModifiedTime: Instant?
    /// Fails with 412 unless the object has this size in bytes (boto3: `IfMatchSize`).
    public var ifMatchSize: Int64?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension DeleteObjectInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("DeleteObject", "DELETE", bucket: bucket, key: key)
            call.ask("versionId", versionID)
            call.add("x-amz-mfa", mfa)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-bypass-governance-retention", boolean: bypassGovernanceRetention)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("if-match", ifMatch)
            call.add("x-amz-if-match-last-modified-time", ifMatchLastModifiedTime?.httpDate)
            call.add("x-amz-if-match-size", number: ifMatchSize)
            return call
        }
    }
}

/// What DeleteObject answers (boto3: the answer of `delete_object`).
public struct DeleteObjectOutput: Sendable {
    /// Whether this is a delete marker (boto3: `DeleteMarker`).
    public var deleteMarker: Bool?
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension DeleteObjectOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: DeleteObjectInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 16:
                if name == "x-amz-version-id" {
                    versionID = value
                }
            case 19:
                if name == "x-amz-delete-marker" {
                    deleteMarker = value == "true"
                }
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
    /// Removes an object; that there is none is no error (boto3: `delete_object`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    @discardableResult
    public func deleteObject(_ input: DeleteObjectInput) async throws(S3Error) -> DeleteObjectOutput {
        try DeleteObjectOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
