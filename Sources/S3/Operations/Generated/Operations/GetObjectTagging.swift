// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What GetObjectTagging is asked (boto3: the parameters of `get_object_tagging`).
public struct GetObjectTaggingInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension GetObjectTaggingInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("GetObjectTagging", "GET", bucket: bucket, key: key)
            call.ask("tagging")
            call.ask("versionId", versionID)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            return call
        }
    }
}

/// What GetObjectTagging answers (boto3: the answer of `get_object_tagging`).
public struct GetObjectTaggingOutput: Sendable {
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// The tags (boto3: `TagSet`).
    public var tagSet: [Tag] = []
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension GetObjectTaggingOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: GetObjectTaggingInput) throws(S3Error) {
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
        guard let root = try XMLTree.read(answer, "GetObjectTagging") else { return }
        for child in root.children {
            switch child.name {
            case .tagSet: tagSet = child.children.map { Tag($0) }
            default: break
            }
        }
    }
}

extension S3Client {
    /// Reads an object's tags (boto3: `get_object_tagging`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func getObjectTagging(_ input: GetObjectTaggingInput) async throws(S3Error) -> GetObjectTaggingOutput {
        try GetObjectTaggingOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
