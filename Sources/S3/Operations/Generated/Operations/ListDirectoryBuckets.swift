// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What ListDirectoryBuckets is asked (boto3: the parameters of `list_directory_buckets`).
public struct ListDirectoryBucketsInput: Sendable {
    /// Where an earlier page ended (boto3: `ContinuationToken`).
    public var continuationToken: String?
    /// At most so many buckets (boto3: `MaxDirectoryBuckets`).
    public var maxDirectoryBuckets: Int?

    /// Asks with what is required; the rest is set after.
    public init() {}
}

extension ListDirectoryBucketsInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("ListDirectoryBuckets", "GET")
            call.endpoint.usesExpressControlEndpoint = true
            call.ask("continuation-token", continuationToken)
            call.ask("max-directory-buckets", maxDirectoryBuckets.map { String($0) })
            return call
        }
    }
}

/// What ListDirectoryBuckets answers (boto3: the answer of `list_directory_buckets`).
public struct ListDirectoryBucketsOutput: Sendable {
    /// The buckets (boto3: `Buckets`).
    public var buckets: [ListedBucket] = []
    /// What the next page is asked with; nil at the end (boto3: `ContinuationToken`).
    public var continuationToken: String?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension ListDirectoryBucketsOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: ListDirectoryBucketsInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        guard let root = try XMLTree.read(answer, "ListDirectoryBuckets") else { return }
        for child in root.children {
            switch child.name {
            case .buckets: buckets = child.children.map { ListedBucket($0) }
            case .continuationToken: continuationToken = child.text
            default: break
            }
        }
    }
}

extension S3Client {
    /// Lists one page of the account's directory buckets (boto3: `list_directory_buckets`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func listDirectoryBuckets(
        _ input: ListDirectoryBucketsInput
    ) async throws(S3Error) -> ListDirectoryBucketsOutput {
        try ListDirectoryBucketsOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
