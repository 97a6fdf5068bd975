/// One version of an object (boto3: `ObjectVersion`).
///
/// The attributes are those that a listing told; nothing loads them, so a version that is named by hand has none.
public struct ObjectVersion: Sendable {
    /// What a listing says of a version.
    enum Listed: Sendable {
        case version(ListedObjectVersion)
        case deleteMarker(ListedDeleteMarker)
    }

    /// The bucket's name (boto3: `bucket_name`).
    public let bucketName: String
    /// The object's key (boto3: `object_key`).
    public let objectKey: Key
    /// The version; `null` for what was stored without versioning (boto3: `id`).
    public let id: String
    /// What makes the requests (boto3: `meta.client`).
    public let client: S3Client
    private let listed: Listed?

    /// Names a version; makes no request.
    public init(bucketName: String, objectKey: Key, id: String, client: S3Client) {
        self.bucketName = bucketName
        self.objectKey = objectKey
        self.id = id
        self.client = client
        listed = nil
    }

    init(bucketName: String, client: S3Client, listed: Listed) {
        self.bucketName = bucketName
        self.client = client
        self.listed = listed
        switch listed {
        case .version(let version): (objectKey, id) = (version.key, version.versionID ?? "null")
        case .deleteMarker(let marker): (objectKey, id) = (marker.key, marker.versionID ?? "null")
        }
    }

    /// The object that this is a version of (boto3: `Object`).
    public var object: Object { Object(bucketName: bucketName, key: objectKey, client: client) }

    /// What a listing said of it (boto3: `meta.data`); nil for a delete marker, and for a version named by hand.
    public var data: ListedObjectVersion? {
        if case .version(let version) = listed { version } else { nil }
    }

    /// What a listing said of a delete marker (boto3: `meta.data`); nil for any other version.
    public var deleteMarker: ListedDeleteMarker? {
        if case .deleteMarker(let marker) = listed { marker } else { nil }
    }

    /// The entity tag as the server writes it, usually with quotes (boto3: `e_tag`).
    public var eTag: String? { data?.eTag }
    /// The algorithms of its checksums (boto3: `checksum_algorithm`).
    public var checksumAlgorithm: [ChecksumAlgorithmName] { data?.checksumAlgorithm ?? [] }
    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `checksum_type`).
    public var checksumType: ChecksumType? { data?.checksumType }
    /// The size in bytes (boto3: `size`).
    public var size: Int64? { data?.size }
    /// How it is kept (boto3: `storage_class`).
    public var storageClass: StorageClass? { data?.storageClass }
    /// The object's key, as `objectKey` (boto3: `key`).
    public var key: Key { objectKey }
    /// The version, as `id` (boto3: `version_id`).
    public var versionID: String { id }
    /// Whether it is the newest (boto3: `is_latest`).
    public var isLatest: Bool? { data?.isLatest ?? deleteMarker?.isLatest }
    /// When it was stored (boto3: `last_modified`).
    public var lastModified: Instant? { data?.lastModified ?? deleteMarker?.lastModified }
    /// Who owns it (boto3: `owner`).
    public var owner: Owner? { data?.owner ?? deleteMarker?.owner }
    /// The state of a restore from the archive (boto3: `restore_status`).
    public var restoreStatus: RestoreStatus? { data?.restoreStatus }

    /// Removes the version for good (boto3: `delete`).
    ///
    /// One DeleteObject.
    ///
    /// - Parameter set: sets the members of the input beside bucket, key and version.
    /// - Throws: `S3Error`.
    @discardableResult
    public nonisolated(nonsending) func delete(
        _ set: (inout DeleteObjectInput) -> Void = { _ in }
    ) async throws(S3Error) -> DeleteObjectOutput {
        var input = DeleteObjectInput(bucket: bucketName, key: objectKey)
        input.versionID = id
        set(&input)
        return try await client.deleteObject(input)
    }

    /// Reads the version (boto3: `get`).
    ///
    /// One GetObject, and one more for each broken connection: it goes on where it stopped.
    ///
    /// - Parameter set: sets the members of the input beside bucket, key and version.
    /// - Throws: `S3Error`: `NoSuchVersion`, `MethodNotAllowed` for a delete marker.
    public nonisolated(nonsending) func get(
        _ set: (inout GetObjectInput) -> Void = { _ in }
    ) async throws(S3Error) -> GetObjectOutput {
        var input = GetObjectInput(bucket: bucketName, key: objectKey)
        input.versionID = id
        set(&input)
        return try await client.getObject(input)
    }

    /// Asks for all that the server says of the version (boto3: `head`).
    ///
    /// One HeadObject.
    ///
    /// - Parameter set: sets the members of the input beside bucket, key and version.
    /// - Throws: `S3Error`: `NotFound`, `MethodNotAllowed` for a delete marker.
    public nonisolated(nonsending) func head(
        _ set: (inout HeadObjectInput) -> Void = { _ in }
    ) async throws(S3Error) -> HeadObjectOutput {
        var input = HeadObjectInput(bucket: bucketName, key: objectKey)
        input.versionID = id
        set(&input)
        return try await client.headObject(input)
    }
}

extension ObjectVersion: Hashable, CustomStringConvertible {
    /// Versions of one bucket, key and id are equal.
    public static func == (left: ObjectVersion, right: ObjectVersion) -> Bool {
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
        "S3.ObjectVersion(bucketName: \"\(bucketName)\", objectKey: \"\(objectKey)\", id: \"\(id)\")"
    }
}
