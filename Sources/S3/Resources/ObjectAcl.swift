/// An object's permissions (boto3: `ObjectAcl`).
///
/// Its attributes are loaded by one GetObjectAcl when the first is asked for; copies share what is loaded.
public struct ObjectAcl: Sendable {
    /// The bucket's name (boto3: `bucket_name`).
    public let bucketName: String
    /// The object's key (boto3: `object_key`).
    public let objectKey: Key
    /// What makes the requests (boto3: `meta.client`).
    public let client: S3Client
    private let attributes = LazyValue<GetObjectAclOutput>()

    /// Names an object's permissions; makes no request.
    public init(bucketName: String, objectKey: Key, client: S3Client) {
        self.bucketName = bucketName
        self.objectKey = objectKey
        self.client = client
    }

    /// The object (boto3: `Object`).
    public var object: Object { Object(bucketName: bucketName, key: objectKey, client: client) }

    /// What was loaded (boto3: `meta.data`); nil before.
    public var data: GetObjectAclOutput? { attributes.known }

    /// Loads the attributes, also if they are there (boto3: `load`).
    ///
    /// One GetObjectAcl.
    ///
    /// - Throws: `S3Error`: `NoSuchKey`.
    public func load() async throws(S3Error) { attributes.keep(try await fetch()) }

    /// As `load` (boto3: `reload`).
    ///
    /// One GetObjectAcl.
    ///
    /// - Throws: `S3Error`: `NoSuchKey`.
    public func reload() async throws(S3Error) { try await load() }

    /// Drops the attributes, as every action does: the next one that is asked for is loaded.
    public func forget() { attributes.forget() }

    /// Who owns the object (boto3: `owner`).
    ///
    /// - Throws: `S3Error` of GetObjectAcl.
    public var owner: Owner? { get async throws(S3Error) { try await loaded().owner } }

    /// Who may do what (boto3: `grants`).
    ///
    /// - Throws: `S3Error` of GetObjectAcl.
    public var grants: [Grant] { get async throws(S3Error) { try await loaded().grants } }

    /// Who was charged (boto3: `request_charged`).
    ///
    /// - Throws: `S3Error` of GetObjectAcl.
    public var requestCharged: RequestCharged? { get async throws(S3Error) { try await loaded().requestCharged } }

    /// Sets the permissions (boto3: `put`).
    ///
    /// One PutObjectAcl.
    ///
    /// - Parameters:
    ///   - acl: a ready-made set of them (boto3: `ACL`).
    ///   - set: sets the other members of the input.
    /// - Throws: `S3Error`: `NoSuchKey`, `AccessControlListNotSupported`.
    @discardableResult
    public nonisolated(nonsending) func put(
        _ acl: ObjectCannedACL? = nil, _ set: (inout PutObjectAclInput) -> Void = { _ in }
    ) async throws(S3Error) -> PutObjectAclOutput {
        defer { forget() }
        var input = PutObjectAclInput(bucket: bucketName, key: objectKey)
        input.acl = acl
        set(&input)
        return try await client.putObjectAcl(input)
    }

    private func loaded() async throws(S3Error) -> GetObjectAclOutput {
        try await attributes.get("GetObjectAcl") { () throws(S3Error) in try await fetch() }
    }

    private func fetch() async throws(S3Error) -> GetObjectAclOutput {
        try await client.getObjectAcl(GetObjectAclInput(bucket: bucketName, key: objectKey))
    }
}

extension ObjectAcl: Hashable, CustomStringConvertible {
    /// Those of one object are equal.
    public static func == (left: ObjectAcl, right: ObjectAcl) -> Bool {
        left.bucketName == right.bucketName && left.objectKey == right.objectKey
    }

    /// Hashes bucket and key.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(bucketName)
        hasher.combine(objectKey)
    }

    /// The identifiers, as in boto3.
    public var description: String { "S3.ObjectAcl(bucketName: \"\(bucketName)\", objectKey: \"\(objectKey)\")" }
}
