// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What GetObjectAcl is asked (boto3: the parameters of `get_object_acl`).
public struct GetObjectAclInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension GetObjectAclInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("GetObjectAcl", "GET", bucket: bucket, key: key)
            call.ask("acl")
            call.ask("versionId", versionID)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            return call
        }
    }
}

/// What GetObjectAcl answers (boto3: the answer of `get_object_acl`).
public struct GetObjectAclOutput: Sendable {
    /// Who owns it (boto3: `Owner`).
    public var owner: Owner?
    /// Who may do what (boto3: `Grants`).
    public var grants: [Grant] = []
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension GetObjectAclOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: GetObjectAclInput) throws(S3Error) {
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
        guard let root = try XMLTree.read(answer, "GetObjectAcl") else { return }
        for child in root.children {
            switch child.name {
            case .owner: owner = Owner(child)
            case .accessControlList: grants = child.children.map { Grant($0) }
            default: break
            }
        }
    }
}

extension S3Client {
    /// Reads who may do what with an object (boto3: `get_object_acl`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func getObjectAcl(_ input: GetObjectAclInput) async throws(S3Error) -> GetObjectAclOutput {
        try GetObjectAclOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
