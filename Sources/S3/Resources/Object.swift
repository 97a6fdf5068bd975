/// An object (boto3: `Object`).
///
/// Its attributes are loaded by one HeadObject when the first is asked for; copies share what is loaded.
public struct Object: ObjectResource {
    /// The bucket's name (boto3: `bucket_name`).
    public let bucketName: String
    /// The object's key (boto3: `key`).
    public let key: Key
    /// What makes the requests (boto3: `meta.client`).
    public let client: S3Client
    private let attributes = LazyValue<HeadObjectOutput>()

    /// Names an object; makes no request.
    public init(bucketName: String, key: Key, client: S3Client) {
        self.bucketName = bucketName
        self.key = key
        self.client = client
    }

    /// What was loaded (boto3: `meta.data`); nil before.
    public var data: HeadObjectOutput? { attributes.known }

    /// Loads the attributes, also if they are there (boto3: `load`).
    ///
    /// One HeadObject.
    ///
    /// - Throws: `S3Error`: `NotFound`.
    public func load() async throws(S3Error) { attributes.keep(try await fetch()) }

    /// As `load` (boto3: `reload`).
    ///
    /// One HeadObject.
    ///
    /// - Throws: `S3Error`: `NotFound`.
    public func reload() async throws(S3Error) { try await load() }

    /// Drops the attributes, as every action does: the next one that is asked for is loaded.
    public func forget() { attributes.forget() }

    /// The attributes, loaded if they are not there.
    func loaded() async throws(S3Error) -> HeadObjectOutput {
        try await attributes.get("HeadObject") { () throws(S3Error) in try await fetch() }
    }

    private func fetch() async throws(S3Error) -> HeadObjectOutput {
        try await client.headObject(HeadObjectInput(bucket: bucketName, key: key))
    }
}

extension Object: CustomStringConvertible {
    /// The identifiers, as in boto3.
    public var description: String { "S3.Object(bucketName: \"\(bucketName)\", key: \"\(key)\")" }
}
