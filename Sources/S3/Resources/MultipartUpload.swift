/// An upload of several parts that is under way (boto3: `MultipartUpload`).
///
/// The attributes are those that a listing told; nothing loads them, so an upload that is named by hand has none.
public struct MultipartUpload: Sendable {
    /// The bucket's name (boto3: `bucket_name`).
    public let bucketName: String
    /// The object's key (boto3: `object_key`).
    public let objectKey: Key
    /// The upload's id (boto3: `id`).
    public let id: String
    /// What makes the requests (boto3: `meta.client`).
    public let client: S3Client
    /// What a listing said of it (boto3: `meta.data`); nil for one that was named by hand.
    public let data: ListedUpload?

    /// Names an upload; makes no request.
    public init(bucketName: String, objectKey: Key, id: String, client: S3Client) {
        self.bucketName = bucketName
        self.objectKey = objectKey
        self.id = id
        self.client = client
        data = nil
    }

    init(bucketName: String, client: S3Client, listed: ListedUpload) {
        self.bucketName = bucketName
        self.client = client
        objectKey = listed.key
        id = listed.uploadID
        data = listed
    }

    /// What the upload makes (boto3: `Object`).
    public var object: Object { Object(bucketName: bucketName, key: objectKey, client: client) }

    /// A part of it (boto3: `Part`).
    ///
    /// - Parameter number: 1…10,000.
    public func part(_ number: Int) -> MultipartUploadPart {
        MultipartUploadPart(
            bucketName: bucketName, objectKey: objectKey, multipartUploadID: id, partNumber: number, client: client)
    }

    /// All parts that are there (boto3: `parts`).
    public var parts: PartCollection {
        let input = ListPartsInput(bucket: bucketName, key: objectKey, uploadID: id)
        return PartCollection(client, .listParts, input) { client, page, input in
            page.parts.map {
                MultipartUploadPart(
                    bucketName: input.bucket, objectKey: input.key, multipartUploadID: input.uploadID,
                    partNumber: $0.partNumber, client: client, listed: $0)
            }
        }
    }

    /// The upload's id, as `id` (boto3: `upload_id`).
    public var uploadID: String { id }
    /// The object's key, as `objectKey` (boto3: `key`).
    public var key: Key { objectKey }
    /// When it was begun (boto3: `initiated`).
    public var initiated: Instant? { data?.initiated }
    /// How the object will be kept (boto3: `storage_class`).
    public var storageClass: StorageClass? { data?.storageClass }
    /// Who will own the object (boto3: `owner`).
    public var owner: Owner? { data?.owner }
    /// Who began it (boto3: `initiator`).
    public var initiator: Initiator? { data?.initiator }
    /// The algorithm of its parts' checksums (boto3: `checksum_algorithm`).
    public var checksumAlgorithm: ChecksumAlgorithmName? { data?.checksumAlgorithm }
    /// What the object's checksum will cover (boto3: `checksum_type`).
    public var checksumType: ChecksumType? { data?.checksumType }

    /// Ends the upload without an object, and removes its parts (boto3: `abort`).
    ///
    /// One AbortMultipartUpload.
    ///
    /// - Parameter set: sets the members of the input beside bucket, key and id.
    /// - Throws: `S3Error`: `NoSuchUpload`.
    @discardableResult
    public nonisolated(nonsending) func abort(
        _ set: (inout AbortMultipartUploadInput) -> Void = { _ in }
    ) async throws(S3Error) -> AbortMultipartUploadOutput {
        var input = AbortMultipartUploadInput(bucket: bucketName, key: objectKey, uploadID: id)
        set(&input)
        return try await client.abortMultipartUpload(input)
    }

    /// Makes the object of its parts (boto3: `complete`).
    ///
    /// One CompleteMultipartUpload.
    ///
    /// - Parameters:
    ///   - parts: in ascending order (boto3: `MultipartUpload`); none leaves the list out.
    ///   - set: sets the other members of the input.
    /// - Throws: `S3Error`: `NoSuchUpload`, `InvalidPart`, `InvalidPartOrder`, `EntityTooSmall`, `PreconditionFailed`.
    @discardableResult
    public nonisolated(nonsending) func complete(
        _ parts: [UploadedPart] = [], _ set: (inout CompleteMultipartUploadInput) -> Void = { _ in }
    ) async throws(S3Error) -> Object {
        var input = CompleteMultipartUploadInput(bucket: bucketName, key: objectKey, uploadID: id)
        if !parts.isEmpty { input.multipartUpload = CompletedMultipartUpload(parts: parts) }
        set(&input)
        _ = try await client.completeMultipartUpload(input)
        return object
    }
}

extension MultipartUpload: Hashable, CustomStringConvertible {
    /// Uploads of one bucket, key and id are equal.
    public static func == (left: MultipartUpload, right: MultipartUpload) -> Bool {
        left.bucketName == right.bucketName && left.objectKey == right.objectKey && left.id == right.id
    }

    /// Hashes bucket, key and id.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(bucketName)
        hasher.combine(objectKey)
        hasher.combine(id)
    }

    /// The identifiers, as in boto3.
    public var description: String {
        "S3.MultipartUpload(bucketName: \"\(bucketName)\", objectKey: \"\(objectKey)\", id: \"\(id)\")"
    }
}
