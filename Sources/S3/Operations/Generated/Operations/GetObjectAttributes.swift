// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What GetObjectAttributes is asked (boto3: the parameters of `get_object_attributes`).
public struct GetObjectAttributesInput: Sendable {
    /// The bucket's name (boto3: `Bucket`).
    public var bucket: String
    /// The object's key (boto3: `Key`).
    public var key: Key
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// At most so many parts (boto3: `MaxParts`).
    public var maxParts: Int?
    /// The number that the page begins after (boto3: `PartNumberMarker`).
    public var partNumberMarker: Int?
    /// The algorithm of the caller's own key: `AES256` (boto3: `SSECustomerAlgorithm`).
    public var sseCustomerAlgorithm: String?
    /// The caller's own key (boto3: `SSECustomerKey`).
    public var sseCustomerKey: EncryptionKey?
    /// The MD5 of that key in base64; nil computes it and encodes the key (boto3: `SSECustomerKeyMD5`).
    public var sseCustomerKeyMD5: String?
    /// Who pays, where the bucket's owner does not (boto3: `RequestPayer`).
    public var requestPayer: RequestPayer?
    /// The account that the bucket has to belong to (boto3: `ExpectedBucketOwner`).
    public var expectedBucketOwner: String?
    /// The attributes that are wanted (boto3: `ObjectAttributes`).
    public var objectAttributes: [ObjectAttribute]

    /// Asks with what is required; the rest is set after.
    public init(bucket: String, key: Key, objectAttributes: [ObjectAttribute]) {
        self.bucket = bucket
        self.key = key
        self.objectAttributes = objectAttributes
    }
}

extension GetObjectAttributesInput: Presignable {
    /// The request before it is signed.
    ///
    /// - Throws: `S3Error` `.invalidInput` for what cannot be sent.
    public var operationCall: OperationCall {
        get throws(S3Error) {
            var call = OperationCall("GetObjectAttributes", "GET", bucket: bucket, key: key)
            call.ask("attributes")
            call.ask("versionId", versionID)
            call.add("x-amz-max-parts", number: maxParts.map { Int64($0) })
            call.add("x-amz-part-number-marker", number: partNumberMarker.map { Int64($0) })
            call.add("x-amz-server-side-encryption-customer-algorithm", sseCustomerAlgorithm)
            call.add("x-amz-server-side-encryption-customer-", customerKey: sseCustomerKey, md5: sseCustomerKeyMD5)
            call.add("x-amz-request-payer", requestPayer?.rawValue)
            call.add("x-amz-expected-bucket-owner", expectedBucketOwner)
            call.add("x-amz-object-attributes", list: objectAttributes.map(\.rawValue))
            return call
        }
    }
}

/// What GetObjectAttributes answers (boto3: the answer of `get_object_attributes`).
public struct GetObjectAttributesOutput: Sendable {
    /// Whether this is a delete marker (boto3: `DeleteMarker`).
    public var deleteMarker: Bool?
    /// When it was stored (boto3: `LastModified`).
    public var lastModified: Instant?
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Who was charged (boto3: `RequestCharged`).
    public var requestCharged: RequestCharged?
    /// The entity tag as the server writes it, usually with quotes (boto3: `ETag`).
    public var eTag: String?
    /// The object's checksums (boto3: `Checksum`).
    public var checksum: ObjectChecksums?
    /// The parts that it was made of (boto3: `ObjectParts`).
    public var objectParts: GetObjectAttributesParts?
    /// How it is kept; nil for the standard class (boto3: `StorageClass`).
    public var storageClass: StorageClass?
    /// The object's size in bytes (boto3: `ObjectSize`).
    public var objectSize: Int64?
    /// Status, request id and header fields (boto3: `ResponseMetadata`).
    public var responseMetadata = ResponseMetadata()

    /// An empty answer, for tests.
    public init() {}
}

extension GetObjectAttributesOutput {
    /// - Throws: `S3Error` `.malformedAnswer`.
    init(_ answer: HTTPResponse, to input: GetObjectAttributesInput) throws(S3Error) {
        self.init()
        responseMetadata = ResponseMetadata(answer)
        for (name, value) in answer.headers.reversed() {
            switch name.utf8.count {
            case 13:
                if name == "last-modified" {
                    lastModified = Instant(text: value)
                }
            case 16:
                if name == "x-amz-version-id" {
                    versionID = value
                }
            case 19:
                if name == "x-amz-delete-marker" {
                    deleteMarker = value == "true"
                }
            case 21:
                if name == "x-amz-request-charged" {
                    requestCharged = RequestCharged(rawValue: value)
                }
            default: break
            }
        }
        guard let root = try XMLTree.read(answer, "GetObjectAttributes") else { return }
        for child in root.children {
            switch child.name {
            case .eTag: eTag = child.text
            case .checksum: checksum = ObjectChecksums(child)
            case .objectParts: objectParts = GetObjectAttributesParts(child)
            case .storageClass: storageClass = StorageClass(rawValue: child.text)
            case .objectSize: objectSize = child.long
            default: break
            }
        }
    }
}

extension S3Client {
    /// Asks for chosen attributes of an object: its tag, checksums, parts, class, size (boto3:
    /// `get_object_attributes`).
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func getObjectAttributes(
        _ input: GetObjectAttributesInput
    ) async throws(S3Error) -> GetObjectAttributesOutput {
        try GetObjectAttributesOutput(await pipeline.send(try input.operationCall), to: input)
    }
}
