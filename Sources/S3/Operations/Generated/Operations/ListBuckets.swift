// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What ListBuckets is asked (boto3: the parameters of `list_buckets`).
public struct ListBucketsInput: Sendable {
    /// At most so many buckets (boto3: `MaxBuckets`).
    public var maxBuckets: Int?
    /// Where an earlier page ended (boto3: `ContinuationToken`).
    public var continuationToken: String?
    /// Only what begins with this (boto3: `Prefix`).
    public var prefix: String?
    /// Only buckets of this region (boto3: `BucketRegion`).
    public var bucketRegion: String?

    /// Asks with what is required; the rest is set after.
    public init() {}
}

extension ListBucketsInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("ListBuckets", "GET")
            call.ask("max-buckets", maxBuckets.map { String($0) })
            call.ask("continuation-token", continuationToken)
            call.ask("prefix", prefix)
            call.ask("bucket-region", bucketRegion)
            return call
        }
    }
}

/// What ListBuckets answers (boto3: the answer of `list_buckets`).
public struct ListBucketsOutput: Sendable {
    /// The buckets (boto3: `Buckets`).
    public var buckets: [ListedBucket] = []
    /// Who owns it (boto3: `Owner`).
    public var owner: Owner?
    /// What the next page is asked with; nil at the end (boto3: `ContinuationToken`).
    public var continuationToken: String?
    /// Only what begins with this (boto3: `Prefix`).
    public var prefix: String?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension ListBucketsOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: ListBucketsInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        let root = try XMLTree.read(answer, "ListBuckets", root: .listAllMyBucketsResult)
        for child in root.children {
            switch child.name {
            case .buckets: buckets = child.children.map { ListedBucket($0) }
            case .owner: owner = Owner(child)
            case .continuationToken: continuationToken = child.text
            case .prefix: prefix = child.text
            default: break
            }
        }
    }
}

extension S3Client {
    /// Lists one page of the account's buckets (boto3: `list_buckets`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func listBuckets(_ input: ListBucketsInput) async throws(S3Error) -> ListBucketsOutput {
        try ListBucketsOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
