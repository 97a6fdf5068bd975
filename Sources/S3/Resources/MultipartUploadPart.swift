/// A part of an upload that is under way (boto3: `MultipartUploadPart`).
///
/// The attributes are those that a listing told; nothing loads them, so a part that is named by hand has none.
public struct MultipartUploadPart: Sendable {
    /// The bucket's name (boto3: `bucket_name`).
    public let bucketName: String
    /// The object's key (boto3: `object_key`).
    public let objectKey: Key
    /// The upload's id (boto3: `multipart_upload_id`).
    public let multipartUploadID: String
    /// The part's number, 1…10,000 (boto3: `part_number`).
    public let partNumber: Int
    /// What makes the requests (boto3: `meta.client`).
    public let client: S3Client
    /// What a listing said of it (boto3: `meta.data`); nil for one that was named by hand.
    public let data: ListedPart?

    /// Names a part; makes no request.
    public init(bucketName: String, objectKey: Key, multipartUploadID: String, partNumber: Int, client: S3Client) {
        self.init(
            bucketName: bucketName, objectKey: objectKey, multipartUploadID: multipartUploadID, partNumber: partNumber,
            client: client, listed: nil)
    }

    init(
        bucketName: String, objectKey: Key, multipartUploadID: String, partNumber: Int, client: S3Client,
        listed: ListedPart?
    ) {
        self.bucketName = bucketName
        self.objectKey = objectKey
        self.multipartUploadID = multipartUploadID
        self.partNumber = partNumber
        self.client = client
        data = listed
    }

    /// The upload that it belongs to (boto3: `MultipartUpload`).
    public var multipartUpload: MultipartUpload {
        MultipartUpload(bucketName: bucketName, objectKey: objectKey, id: multipartUploadID, client: client)
    }

    /// When it was stored (boto3: `last_modified`).
    public var lastModified: Instant? { data?.lastModified }
    /// The entity tag as the server writes it, usually with quotes (boto3: `e_tag`).
    public var eTag: String? { data?.eTag }
    /// The size in bytes (boto3: `size`).
    public var size: Int64? { data?.size }
    /// The CRC-32 in base64 (boto3: `checksum_crc32`).
    public var checksumCRC32: String? { data?.checksumCRC32 }
    /// The CRC-32C in base64 (boto3: `checksum_crc32_c`).
    public var checksumCRC32C: String? { data?.checksumCRC32C }
    /// The CRC-64/NVME in base64 (boto3: `checksum_crc64_nvme`).
    public var checksumCRC64NVME: String? { data?.checksumCRC64NVME }
    /// The SHA-1 in base64 (boto3: `checksum_sha1`).
    public var checksumSHA1: String? { data?.checksumSHA1 }
    /// The SHA-256 in base64 (boto3: `checksum_sha256`).
    public var checksumSHA256: String? { data?.checksumSHA256 }
    /// The SHA-512 in base64 (boto3: `checksum_sha512`).
    public var checksumSHA512: String? { data?.checksumSHA512 }
    /// The MD5 in base64 (boto3: `checksum_md5`).
    public var checksumMD5: String? { data?.checksumMD5 }
    /// The XXH64 in base64 (boto3: `checksum_xxhash64`).
    public var checksumXXHASH64: String? { data?.checksumXXHASH64 }
    /// The XXH3 in base64 (boto3: `checksum_xxhash3`).
    public var checksumXXHASH3: String? { data?.checksumXXHASH3 }
    /// The XXH128 in base64 (boto3: `checksum_xxhash128`).
    public var checksumXXHASH128: String? { data?.checksumXXHASH128 }

    /// Stores the part (boto3: `upload`).
    ///
    /// One UploadPart.
    ///
    /// - Parameters:
    ///   - body: its bytes, at least 5 MiB but for the last part (boto3: `Body`).
    ///   - set: sets the other members of the input.
    /// - Throws: `S3Error`: `NoSuchUpload`.
    @discardableResult
    public nonisolated(nonsending) func upload(
        _ body: (any RequestBody)? = nil, _ set: (inout UploadPartInput) -> Void = { _ in }
    ) async throws(S3Error) -> UploadPartOutput {
        var input = UploadPartInput(
            bucket: bucketName, key: objectKey, partNumber: partNumber, uploadID: multipartUploadID, body: body)
        set(&input)
        return try await client.uploadPart(input)
    }

    /// Makes the part of another object's bytes (boto3: `copy_from`).
    ///
    /// One UploadPartCopy.
    ///
    /// - Parameters:
    ///   - source: what is copied (boto3: `CopySource`).
    ///   - set: sets the other members of the input, as the range.
    /// - Throws: `S3Error`: `NoSuchUpload`, `NoSuchKey`, `PreconditionFailed`.
    @discardableResult
    public nonisolated(nonsending) func copyFrom(
        _ source: CopySource, _ set: (inout UploadPartCopyInput) -> Void = { _ in }
    ) async throws(S3Error) -> UploadPartCopyOutput {
        var input = UploadPartCopyInput(
            bucket: bucketName, key: objectKey, copySource: source, partNumber: partNumber, uploadID: multipartUploadID)
        set(&input)
        return try await client.uploadPartCopy(input)
    }
}

extension MultipartUploadPart: Hashable, CustomStringConvertible {
    /// Parts of one upload and number are equal.
    public static func == (left: MultipartUploadPart, right: MultipartUploadPart) -> Bool {
        left.partNumber == right.partNumber && left.multipartUpload == right.multipartUpload
    }

    /// Hashes the identifiers.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(multipartUpload)
        hasher.combine(partNumber)
    }

    /// The identifiers, as in boto3.
    public var description: String {
        "S3.MultipartUploadPart(bucketName: \"\(bucketName)\", objectKey: \"\(objectKey)\", "
            + "multipartUploadID: \"\(multipartUploadID)\", partNumber: \(partNumber))"
    }
}
