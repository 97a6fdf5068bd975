// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What PutObjectAcl is asked (boto3: the parameters of `put_object_acl`).
public struct PutObjectAclInput: Sendable {
    /// A ready-made set of permissions (boto3: `ACL`).
    public var acl: ObjectCannedACL?
    /// Who may do what, in full (boto3: `AccessControlPolicy`).
    public var accessControlPolicy: AccessControlPolicy?
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The MD5 of the body in base64 (boto3: `ContentMD5`).
    public var contentMD5: String?
    /// The algorithm of the checksum (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
    /// Who may do everything (boto3: `GrantFullControl`).
    public var grantFullControl: String?
    /// Who may read (boto3: `GrantRead`).
    public var grantRead: String?
    /// Who may read the permissions (boto3: `GrantReadACP`).
    public var grantReadACP: String?
    /// Who may write (boto3: `GrantWrite`).
    public var grantWrite: String?
    /// Who may change the permissions (boto3: `GrantWriteACP`).
    public var grantWriteACP: String?
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension PutObjectAclInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("PutObjectAcl", "PUT", bucket: bucket, key: key)
            try call.supportChecksum(checksumAlgorithm, isRequired: true)
            call.ask("acl")
            call.ask("versionId", versionID)
            call.add("x-amz-acl", acl?.rawValue)
            call.add("content-md5", contentMD5)
            call.add("x-amz-sdk-checksum-algorithm", checksumAlgorithm?.rawValue)
            call.add("x-amz-grant-full-control", grantFullControl)
            call.add("x-amz-grant-read", grantRead)
            call.add("x-amz-grant-read-acp", grantReadACP)
            call.add("x-amz-grant-write", grantWrite)
            call.add("x-amz-grant-write-acp", grantWriteACP)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            if let accessControlPolicy {
                var document = XMLWriter(namespace: "http://s3.amazonaws.com/doc/2006-03-01/")
                accessControlPolicy.write(to: &document, as: "AccessControlPolicy")
                call.body = try document.body(of: "PutObjectAcl")
            }
            return call
        }
    }
}

/// What PutObjectAcl answers (boto3: the answer of `put_object_acl`).
public struct PutObjectAclOutput: Sendable {
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension PutObjectAclOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: PutObjectAclInput) throws(S3Error) {
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
    /// Sets who may do what with an object (boto3: `put_object_acl`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    @discardableResult
    public func putObjectAcl(_ input: PutObjectAclInput) async throws(S3Error) -> PutObjectAclOutput {
        try PutObjectAclOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
