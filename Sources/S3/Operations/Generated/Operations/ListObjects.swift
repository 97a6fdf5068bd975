// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What ListObjects is asked (boto3: the parameters of `list_objects`).
public struct ListObjectsInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// Keys that share what follows the prefix up to this are rolled up (boto3: `Delimiter`).
    public var delimiter: String?
    /// How keys are written; nil asks for percent-encoding and decodes it (boto3: `EncodingType`).
    public var encodingType: EncodingType?
    /// The key that the page begins after (boto3: `Marker`).
    public var marker: Key?
    /// At most so many keys and common prefixes together (boto3: `MaxKeys`).
    public var maxKeys: Int?
    /// Only what begins with this (boto3: `Prefix`).
    public var prefix: Key?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// What is to be told in addition (boto3: `OptionalObjectAttributes`).
    public var optionalObjectAttributes: [OptionalObjectAttribute] = []

    /// Asks with what is required; the rest is set after.
    public init(bucket: String) {
        self.bucket = bucket
    }
}

extension ListObjectsInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("ListObjects", "GET", bucket: bucket)
            call.ask("delimiter", delimiter)
            call.ask("encoding-type", encodingType?.rawValue ?? "url")
            call.ask("marker", bytes: marker?.bytes)
            call.ask("max-keys", maxKeys.map { String($0) })
            call.ask("prefix", bytes: prefix?.bytes)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-optional-object-attributes", list: optionalObjectAttributes.map(\.rawValue))
            return call
        }
    }
}

/// What ListObjects answers (boto3: the answer of `list_objects`).
public struct ListObjectsOutput: Sendable {
    /// Whether there is more (boto3: `IsTruncated`).
    public var isTruncated: Bool = false
    /// The key that the page begins after (boto3: `Marker`).
    public var marker: Key?
    /// The marker that the next page is asked with, where the server names one (boto3: `NextMarker`).
    public var nextMarker: Key?
    /// The objects, in the server's order (boto3: `Contents`).
    public var contents: [ListedObject] = []
    /// The bucket's name (boto3: `Name`).
    public var name: String?
    /// Only what begins with this (boto3: `Prefix`).
    public var prefix: Key?
    /// Keys that share what follows the prefix up to this are rolled up (boto3: `Delimiter`).
    public var delimiter: String?
    /// At most so many keys and common prefixes together (boto3: `MaxKeys`).
    public var maxKeys: Int?
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

extension ListObjectsOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: ListObjectsInput) throws(S3Error) {
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
        let isDecoded = input.encodingType == nil
        let root = try XMLTree.readListing(answer, "ListObjects", root: .listBucketResult, isDecoded: isDecoded)
        for child in root.children {
            switch child.name {
            case .isTruncated: isTruncated = child.text == "true"
            case .marker: marker = child.encodedKey
            case .nextMarker: nextMarker = child.encodedKey
            case .contents: contents.append(ListedObject(child))
            case .name: name = child.text
            case .prefix: prefix = child.key
            case .delimiter: delimiter = child.encodedText
            case .maxKeys: maxKeys = child.integer
            case .commonPrefixes: commonPrefixes += child.children(.prefix).map { $0.encodedKey }
            case .encodingType: encodingType = EncodingType(rawValue: child.text)
            default: break
            }
        }
        try settle(root, input)
    }
}

extension S3Client {
    /// Lists one page of a bucket, for servers without ListObjectsV2 (boto3: `list_objects`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func listObjects(_ input: ListObjectsInput) async throws(S3Error) -> ListObjectsOutput {
        try ListObjectsOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
