/// An object as listings tell of it (boto3: `ObjectSummary`).
///
/// From a listing its attributes are there; else they are loaded by one HeadObject when the first is asked for, which
/// does not tell all of them. Copies share what is loaded.
public struct ObjectSummary: ObjectResource {
    /// The bucket's name (boto3: `bucket_name`).
    public let bucketName: String
    /// The object's key (boto3: `key`).
    public let key: Key
    /// What makes the requests (boto3: `meta.client`).
    public let client: S3Client
    private let attributes: LazyValue<ListedObject>

    /// Names an object; makes no request.
    public init(bucketName: String, key: Key, client: S3Client) {
        self.init(bucketName: bucketName, key: key, client: client, listed: nil)
    }

    init(bucketName: String, key: Key, client: S3Client, listed: ListedObject?) {
        self.bucketName = bucketName
        self.key = key
        self.client = client
        attributes = LazyValue(listed)
    }

    /// The object with all its attributes (boto3: `Object`).
    public var object: Object { Object(bucketName: bucketName, key: key, client: client) }

    /// What a listing said of it, or what was loaded (boto3: `meta.data`); nil before.
    public var data: ListedObject? { attributes.known }

    /// Loads the attributes, also if they are there (boto3: `load`).
    ///
    /// One HeadObject.
    ///
    /// - Throws: `S3Error`: `NotFound`.
    public func load() async throws(S3Error) { attributes.keep(try await fetch()) }

    /// As `load`.
    ///
    /// One HeadObject.
    ///
    /// - Throws: `S3Error`: `NotFound`.
    public func reload() async throws(S3Error) { try await load() }

    /// Drops the attributes, as every action does: the next one that is asked for is loaded.
    public func forget() { attributes.forget() }

    /// When it was stored (boto3: `last_modified`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var lastModified: Instant? { get async throws(S3Error) { try await loaded().lastModified } }

    /// The entity tag as the server writes it, usually with quotes (boto3: `e_tag`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var eTag: String? { get async throws(S3Error) { try await loaded().eTag } }

    /// The algorithms of its checksums, where a listing told (boto3: `checksum_algorithm`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumAlgorithm: [ChecksumAlgorithmName] {
        get async throws(S3Error) { try await loaded().checksumAlgorithm }
    }

    /// Whether the checksum covers the whole object or its parts' checksums (boto3: `checksum_type`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var checksumType: ChecksumType? { get async throws(S3Error) { try await loaded().checksumType } }

    /// The size in bytes (boto3: `size`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var size: Int64 { get async throws(S3Error) { try await loaded().size } }

    /// How it is kept (boto3: `storage_class`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var storageClass: StorageClass? { get async throws(S3Error) { try await loaded().storageClass } }

    /// Who owns it, where a listing told (boto3: `owner`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var owner: Owner? { get async throws(S3Error) { try await loaded().owner } }

    /// The state of a restore from the archive, where a listing told (boto3: `restore_status`).
    ///
    /// - Throws: `S3Error` of HeadObject.
    public var restoreStatus: RestoreStatus? { get async throws(S3Error) { try await loaded().restoreStatus } }

    private func loaded() async throws(S3Error) -> ListedObject {
        try await attributes.get("HeadObject") { () throws(S3Error) in try await fetch() }
    }

    private func fetch() async throws(S3Error) -> ListedObject {
        let head = try await client.headObject(HeadObjectInput(bucket: bucketName, key: key))
        var listed = ListedObject()
        listed.key = key
        listed.lastModified = head.lastModified
        listed.eTag = head.eTag
        listed.checksumType = head.checksumType
        listed.size = head.contentLength ?? 0
        listed.storageClass = head.storageClass
        return listed
    }
}

extension ObjectSummary: CustomStringConvertible {
    /// The identifiers, as in boto3.
    public var description: String { "S3.ObjectSummary(bucketName: \"\(bucketName)\", key: \"\(key)\")" }
}
