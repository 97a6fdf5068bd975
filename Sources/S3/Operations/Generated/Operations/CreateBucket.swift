// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What CreateBucket is asked (boto3: the parameters of `create_bucket`).
public struct CreateBucketInput: Sendable {
    /// A ready-made set of permissions (boto3: `ACL`).
    public var acl: BucketCannedACL?
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// Where and how the bucket is made; nil leaves it to the endpoint (boto3: `CreateBucketConfiguration`).
    public var createBucketConfiguration: CreateBucketConfiguration?
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
    /// Whether objects can be locked (boto3: `ObjectLockEnabledForBucket`).
    public var objectLockEnabledForBucket: Bool?
    /// Who owns what is stored in the bucket (boto3: `ObjectOwnership`).
    public var objectOwnership: ObjectOwnership?
    /// Where the bucket's name has to be unique (boto3: `BucketNamespace`).
    public var bucketNamespace: BucketNamespace?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String) {
        self.bucket = bucket
    }
}

extension CreateBucketInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("CreateBucket", "PUT", bucket: bucket)
            call.endpoint.disablesAccessPoints = true
            call.endpoint.usesExpressControlEndpoint = true
            call.add("x-amz-acl", acl?.rawValue)
            call.add("x-amz-grant-full-control", grantFullControl)
            call.add("x-amz-grant-read", grantRead)
            call.add("x-amz-grant-read-acp", grantReadACP)
            call.add("x-amz-grant-write", grantWrite)
            call.add("x-amz-grant-write-acp", grantWriteACP)
            call.add("x-amz-bucket-object-lock-enabled", boolean: objectLockEnabledForBucket)
            call.add("x-amz-object-ownership", objectOwnership?.rawValue)
            call.add("x-amz-bucket-namespace", bucketNamespace?.rawValue)
            if let createBucketConfiguration {
                var document = XMLWriter(namespace: "http://s3.amazonaws.com/doc/2006-03-01/")
                createBucketConfiguration.write(to: &document, as: "CreateBucketConfiguration")
                call.body = try document.body(of: "CreateBucket")
            }
            return call
        }
    }
}

/// What CreateBucket answers (boto3: the answer of `create_bucket`).
public struct CreateBucketOutput: Sendable {
    /// The path of the new bucket (boto3: `Location`).
    public var location: String?
    /// The bucket's ARN (boto3: `BucketArn`).
    public var bucketARN: String?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension CreateBucketOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: CreateBucketInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 8:
                if name == "location" {
                    location = value
                }
            case 16:
                if name == "x-amz-bucket-arn" {
                    bucketARN = value
                }
            default: break
            }
        }
    }
}

extension S3Client {
    /// Makes a bucket (boto3: `create_bucket`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `BucketAlreadyOwnedByYou`, `BucketAlreadyExists`.
    @discardableResult
    public func createBucket(_ input: CreateBucketInput) async throws(S3Error) -> CreateBucketOutput {
        try CreateBucketOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
