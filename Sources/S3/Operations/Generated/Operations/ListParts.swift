// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What ListParts is asked (boto3: the parameters of `list_parts`).
public struct ListPartsInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// At most so many parts (boto3: `MaxParts`).
    public var maxParts: Int?
    /// The number that the page begins after (boto3: `PartNumberMarker`).
    public var partNumberMarker: Int?
    /// The upload's id (boto3: `UploadId`).
    public var uploadID: String
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The caller's own key (boto3: `SSECustomerKey`).
    public var sseCustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, uploadID: String) {
        self.bucket = bucket
        self.key = key
        self.uploadID = uploadID
    }
}

extension ListPartsInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("ListParts", "GET", bucket: bucket, key: key)
            call.ask("max-parts", maxParts.map { String($0) })
            call.ask("part-number-marker", partNumberMarker.map { String($0) })
            call.ask("uploadId", uploadID)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-server-side-encryption-customer-algorithm", sseCustomerAlgorithm)
            call.add("x-amz-server-side-encryption-customer-", customerKey: sseCustomerKey, md5: sseCustomerKeyMD5)
            return call
        }
    }
}

/// What ListParts answers (boto3: the answer of `list_parts`).
public struct ListPartsOutput: Sendable {
    /// When an unfinished upload will be aborted by a rule (boto3: `AbortDate`).
    public var abortDate: Instant?
    /// The rule that will abort it (boto3: `AbortRuleId`).
    public var abortRuleID: String?
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String?
    /// The object's key (boto3: `Key`).
    public var key: Key?
    /// The upload's id (boto3: `UploadId`).
    public var uploadID: String?
    /// The number that the page begins after (boto3: `PartNumberMarker`).
    public var partNumberMarker: Int?
    /// The marker that the next page is asked with (boto3: `NextPartNumberMarker`).
    public var nextPartNumberMarker: Int?
    /// At most so many parts (boto3: `MaxParts`).
    public var maxParts: Int?
    /// Whether there is more (boto3: `IsTruncated`).
    public var isTruncated: Bool = false
    /// The parts (boto3: `Parts`).
    public var parts: [ListedPart] = []
    /// Who began it (boto3: `Initiator`).
    public var initiator: Initiator?
    /// Who owns it (boto3: `Owner`).
    public var owner: Owner?
    /// How it is kept; nil for the standard class (boto3: `StorageClass`).
    public var storageClass: StorageClass?
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// The algorithm of the checksum (boto3: `ChecksumAlgorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName?
    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `ChecksumType`).
    public var checksumType: ChecksumType?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension ListPartsOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: ListPartsInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 16:
                if name == "x-amz-abort-date" {
                    abortDate = Instant(text: value)
                }
            case 19:
                if name == "x-amz-abort-rule-id" {
                    abortRuleID = value
                }
            case 21:
                if name == "x-amz-request-charged" {
                    requestCharged = RequestCharged(rawValue: value)
                }
            default: break
            }
        }
        let root = try XMLTree.read(answer, "ListParts", root: .listPartsResult)
        for child in root.children {
            switch child.name {
            case .bucket: bucket = child.text
            case .key: key = child.key
            case .uploadID: uploadID = child.text
            case .partNumberMarker: partNumberMarker = child.integer
            case .nextPartNumberMarker: nextPartNumberMarker = child.integer
            case .maxParts: maxParts = child.integer
            case .isTruncated: isTruncated = child.text == "true"
            case .part: parts.append(ListedPart(child))
            case .initiator: initiator = Initiator(child)
            case .owner: owner = Owner(child)
            case .storageClass: storageClass = StorageClass(rawValue: child.text)
            case .checksumAlgorithm: checksumAlgorithm = ChecksumAlgorithmName(rawValue: child.text)
            case .checksumType: checksumType = ChecksumType(rawValue: child.text)
            default: break
            }
        }
    }
}

extension S3Client {
    /// Lists one page of the parts that the server has of an upload (boto3: `list_parts`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `NoSuchUpload`.
    public func listParts(_ input: ListPartsInput) async throws(S3Error) -> ListPartsOutput {
        try ListPartsOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
