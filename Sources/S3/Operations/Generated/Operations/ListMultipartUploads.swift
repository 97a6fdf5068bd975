// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What ListMultipartUploads is asked (boto3: the parameters of `list_multipart_uploads`).
public struct ListMultipartUploadsInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// Keys that share what follows the prefix up to this are rolled up (boto3: `Delimiter`).
    public var delimiter: String?
    /// How keys are written; nil as they are (boto3: `EncodingType`).
    public var encodingType: EncodingType?
    /// The key that the page begins after (boto3: `KeyMarker`).
    public var keyMarker: Key?
    /// At most so many uploads (boto3: `MaxUploads`).
    public var maxUploads: Int?
    /// Only what begins with this (boto3: `Prefix`).
    public var prefix: Key?
    /// The upload that the page begins after (boto3: `UploadIdMarker`).
    public var uploadIDMarker: String?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String) {
        self.bucket = bucket
    }
}

extension ListMultipartUploadsInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("ListMultipartUploads", "GET", bucket: bucket)
            call.ask("uploads")
            call.ask("delimiter", delimiter)
            call.ask("encoding-type", encodingType?.rawValue)
            call.ask("key-marker", bytes: keyMarker?.bytes)
            call.ask("max-uploads", maxUploads.map { String($0) })
            call.ask("prefix", bytes: prefix?.bytes)
            call.ask("upload-id-marker", uploadIDMarker)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            return call
        }
    }
}

/// What ListMultipartUploads answers (boto3: the answer of `list_multipart_uploads`).
public struct ListMultipartUploadsOutput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String?
    /// The key that the page begins after (boto3: `KeyMarker`).
    public var keyMarker: Key?
    /// The upload that the page begins after (boto3: `UploadIdMarker`).
    public var uploadIDMarker: String?
    /// The key marker that the next page is asked with (boto3: `NextKeyMarker`).
    public var nextKeyMarker: Key?
    /// Only what begins with this (boto3: `Prefix`).
    public var prefix: Key?
    /// Keys that share what follows the prefix up to this are rolled up (boto3: `Delimiter`).
    public var delimiter: String?
    /// The upload marker that the next page is asked with (boto3: `NextUploadIdMarker`).
    public var nextUploadIDMarker: String?
    /// At most so many uploads (boto3: `MaxUploads`).
    public var maxUploads: Int?
    /// Whether there is more (boto3: `IsTruncated`).
    public var isTruncated: Bool = false
    /// The uploads, in the server's order (boto3: `Uploads`).
    public var uploads: [ListedUpload] = []
    /// What keys were rolled up into, each whole (boto3: `CommonPrefixes`).
    public var commonPrefixes: [Key] = []
    /// How keys are written; nil asks for percent-encoding and decodes it (boto3: `EncodingType`).
    public var encodingType: EncodingType?
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension ListMultipartUploadsOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: ListMultipartUploadsInput) throws(S3Error) {
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
        let root = try XMLTree.read(answer, "ListMultipartUploads", root: .listMultipartUploadsResult)
        for child in root.children {
            switch child.name {
            case .bucket: bucket = child.text
            case .keyMarker: keyMarker = child.key
            case .uploadIDMarker: uploadIDMarker = child.text
            case .nextKeyMarker: nextKeyMarker = child.key
            case .prefix: prefix = child.key
            case .delimiter: delimiter = child.text
            case .nextUploadIDMarker: nextUploadIDMarker = child.text
            case .maxUploads: maxUploads = child.integer
            case .isTruncated: isTruncated = child.text == "true"
            case .upload: uploads.append(ListedUpload(child))
            case .commonPrefixes: commonPrefixes += child.children(.prefix).map { $0.key }
            case .encodingType: encodingType = EncodingType(rawValue: child.text)
            default: break
            }
        }
    }
}

extension S3Client {
    /// Lists one page of the uploads under way in a bucket (boto3: `list_multipart_uploads`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func listMultipartUploads(
        _ input: ListMultipartUploadsInput
    ) async throws(S3Error) -> ListMultipartUploadsOutput {
        try ListMultipartUploadsOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
