// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What CreateSession is asked (boto3: the parameters of `create_session`).
public struct CreateSessionInput: Sendable {
    /// What the session may do (boto3: `SessionMode`).
    public var sessionMode: SessionMode?
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// The key of the key service (boto3: `SSEKMSKeyId`).
    public var kmsKeyID: String?
    /// The context of the key service's encryption: JSON in base64 (boto3: `SSEKMSEncryptionContext`).
    public var kmsEncryptionContext: String?
    /// Whether a bucket key encrypts, which saves requests to the key service (boto3: `BucketKeyEnabled`).
    public var bucketKeyEnabled: Bool?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String) {
        self.bucket = bucket
    }
}

extension CreateSessionInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("CreateSession", "GET", bucket: bucket)
            call.endpoint.disablesExpressSessionAuth = true
            call.ask("session")
            call.add("x-amz-create-session-mode", sessionMode?.rawValue)
            call.add("x-amz-server-side-encryption", serverSideEncryption?.rawValue)
            call.add("x-amz-server-side-encryption-aws-kms-key-id", kmsKeyID)
            call.add("x-amz-server-side-encryption-context", kmsEncryptionContext)
            call.add("x-amz-server-side-encryption-bucket-key-enabled", boolean: bucketKeyEnabled)
            return call
        }
    }
}

/// What CreateSession answers (boto3: the answer of `create_session`).
public struct CreateSessionOutput: Sendable {
    /// How the server encrypts the object (boto3: `ServerSideEncryption`).
    public var serverSideEncryption: ServerSideEncryption?
    /// The key of the key service (boto3: `SSEKMSKeyId`).
    public var kmsKeyID: String?
    /// The context of the key service's encryption: JSON in base64 (boto3: `SSEKMSEncryptionContext`).
    public var kmsEncryptionContext: String?
    /// Whether a bucket key encrypts, which saves requests to the key service (boto3: `BucketKeyEnabled`).
    public var bucketKeyEnabled: Bool?
    /// The session's credentials (boto3: `Credentials`).
    public var credentials = SessionCredentials()
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension CreateSessionOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: CreateSessionInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 28:
                if name == "x-amz-server-side-encryption" {
                    serverSideEncryption = ServerSideEncryption(rawValue: value)
                }
            case 36:
                if name == "x-amz-server-side-encryption-context" {
                    kmsEncryptionContext = value
                }
            case 43:
                if name == "x-amz-server-side-encryption-aws-kms-key-id" {
                    kmsKeyID = value
                }
            case 47:
                if name == "x-amz-server-side-encryption-bucket-key-enabled" {
                    bucketKeyEnabled = value == "true"
                }
            default: break
            }
        }
        guard let root = try XMLTree.read(answer, "CreateSession") else {
            throw S3Client.malformed("CreateSession", "the answer is empty")
        }
        for child in root.children {
            switch child.name {
            case .credentials: credentials = SessionCredentials(child)
            default: break
            }
        }
        guard root.children.contains(where: { $0.name == .credentials }) else {
            throw S3Client.malformed("CreateSession", "the answer has no Credentials")
        }
    }
}

extension S3Client {
    /// Begins a session with a directory bucket (boto3: `create_session`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    @discardableResult
    public func createSession(_ input: CreateSessionInput) async throws(S3Error) -> CreateSessionOutput {
        try CreateSessionOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
