// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What DeleteObjects is asked (boto3: the parameters of `delete_objects`).
public struct DeleteObjectsInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// What is to be removed (boto3: `Delete`).
    public var delete: Delete
    /// The serial number and the code of a second factor (boto3: `MFA`).
    public var mfa: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// Whether an object locked in governance mode may go (boto3: `BypassGovernanceRetention`).
    public var bypassGovernanceRetention: Bool?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// The algorithm of the checksum (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, delete: Delete) {
        self.bucket = bucket
        self.delete = delete
    }
}

extension DeleteObjectsInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("DeleteObjects", "POST", bucket: bucket)
            call.patience = 4
            try call.supportChecksum(checksumAlgorithm, isRequired: true)
            call.ask("delete")
            call.add("x-amz-mfa", mfa)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-bypass-governance-retention", boolean: bypassGovernanceRetention)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-sdk-checksum-algorithm", checksumAlgorithm?.rawValue)
            var document = XMLWriter(namespace: "http://s3.amazonaws.com/doc/2006-03-01/")
            delete.write(to: &document, as: "Delete")
            call.body = try document.body(of: "DeleteObjects")
            return call
        }
    }
}

/// What DeleteObjects answers (boto3: the answer of `delete_objects`).
public struct DeleteObjectsOutput: Sendable {
    /// What was removed; empty when it was asked to be quiet (boto3: `Deleted`).
    public var deleted: [DeletedObject] = []
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// What is still there, with why (boto3: `Errors`).
    public var errors: [DeleteFailure] = []
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension DeleteObjectsOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: DeleteObjectsInput) throws(S3Error) {
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
        let root = try XMLTree.read(answer, "DeleteObjects", root: .deleteResult)
        for child in root.children {
            switch child.name {
            case .deleted: deleted.append(DeletedObject(child))
            case .error: errors.append(DeleteFailure(child))
            default: break
            }
        }
    }
}
