/// A bucket (boto3: `Bucket`).
///
/// Its attributes are loaded by one ListBuckets when the first is asked for; copies share what is loaded.
public struct Bucket: Sendable {
    /// The bucket's name (boto3: `name`).
    public let name: String
    /// What makes the requests (boto3: `meta.client`).
    public let client: S3Client
    private let attributes: LazyValue<ListedBucket?>

    /// Names a bucket; makes no request.
    public init(name: String, client: S3Client) { self.init(name: name, client: client, listed: nil) }

    init(name: String, client: S3Client, listed: ListedBucket?) {
        self.name = name
        self.client = client
        attributes = LazyValue(listed.map { .some($0) })
    }

    /// What a listing said of it, or what was loaded (boto3: `meta.data`); nil before, and when no listing has it.
    public var data: ListedBucket? { attributes.known ?? nil }

    /// Loads the attributes, also if they are there (boto3: `load`).
    ///
    /// One ListBuckets. A caller who may not list buckets gets empty attributes, as in boto3.
    ///
    /// - Throws: `S3Error`.
    public func load() async throws(S3Error) { attributes.keep(try await fetch()) }

    /// As `load`.
    ///
    /// One ListBuckets.
    ///
    /// - Throws: `S3Error`.
    public func reload() async throws(S3Error) { try await load() }

    /// Drops the attributes, as every action does: the next one that is asked for is loaded.
    public func forget() { attributes.forget() }

    /// When it was made (boto3: `creation_date`).
    ///
    /// - Throws: `S3Error` of ListBuckets.
    public var creationDate: Instant? { get async throws(S3Error) { try await loaded()?.creationDate } }

    /// The region that it is in, where listings tell (boto3: `bucket_region`).
    ///
    /// - Throws: `S3Error` of ListBuckets.
    public var bucketRegion: String? { get async throws(S3Error) { try await loaded()?.bucketRegion } }

    /// Its ARN, where listings tell (boto3: `bucket_arn`).
    ///
    /// - Throws: `S3Error` of ListBuckets.
    public var bucketARN: String? { get async throws(S3Error) { try await loaded()?.bucketARN } }

    private func loaded() async throws(S3Error) -> ListedBucket? {
        try await attributes.get("ListBuckets") { () throws(S3Error) in try await fetch() }
    }

    private func fetch() async throws(S3Error) -> ListedBucket? {
        do throws(S3Error) {
            return try await client.listBuckets(ListBucketsInput()).buckets.first { $0.name == name }
        } catch  where error.code == "AccessDenied" {
            return nil
        }
    }
}

extension Bucket: Hashable, CustomStringConvertible {
    /// Buckets of one name are equal.
    public static func == (left: Bucket, right: Bucket) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// The identifiers, as in boto3.
    public var description: String { "S3.Bucket(name: \"\(name)\")" }
}
