/// A bucket's versioning (boto3: `BucketVersioning`).
///
/// Its attributes are loaded by one GetBucketVersioning when the first is asked for; copies share what is loaded.
public struct BucketVersioning: Sendable {
    /// The bucket's name (boto3: `bucket_name`).
    public let bucketName: String
    /// What makes the requests (boto3: `meta.client`).
    public let client: S3Client
    private let attributes = LazyValue<GetBucketVersioningOutput>()

    /// Names a bucket's versioning; makes no request.
    public init(bucketName: String, client: S3Client) {
        self.bucketName = bucketName
        self.client = client
    }

    /// The bucket (boto3: `Bucket`).
    public var bucket: Bucket { Bucket(name: bucketName, client: client) }

    /// What was loaded (boto3: `meta.data`); nil before.
    public var data: GetBucketVersioningOutput? { attributes.known }

    /// Loads the attributes, also if they are there (boto3: `load`).
    ///
    /// One GetBucketVersioning.
    ///
    /// - Throws: `S3Error`: `NoSuchBucket`.
    public func load() async throws(S3Error) { attributes.keep(try await fetch()) }

    /// As `load` (boto3: `reload`).
    ///
    /// One GetBucketVersioning.
    ///
    /// - Throws: `S3Error`: `NoSuchBucket`.
    public func reload() async throws(S3Error) { try await load() }

    /// Drops the attributes, as every action does: the next one that is asked for is loaded.
    public func forget() { attributes.forget() }

    /// Whether versions are kept; nil where they never were (boto3: `status`).
    ///
    /// - Throws: `S3Error` of GetBucketVersioning.
    public var status: BucketVersioningStatus? { get async throws(S3Error) { try await loaded().status } }

    /// Whether removing a version takes a second factor (boto3: `mfa_delete`).
    ///
    /// - Throws: `S3Error` of GetBucketVersioning.
    public var mfaDelete: MFADelete? { get async throws(S3Error) { try await loaded().mfaDelete } }

    /// Keeps versions from now on (boto3: `enable`).
    ///
    /// One PutBucketVersioning.
    ///
    /// - Parameter set: sets the other members of the input.
    /// - Throws: `S3Error`.
    @discardableResult
    public nonisolated(nonsending) func enable(
        _ set: (inout PutBucketVersioningInput) -> Void = { _ in }
    ) async throws(S3Error) -> PutBucketVersioningOutput {
        var configuration = VersioningConfiguration()
        configuration.status = .enabled
        return try await put(configuration, set)
    }

    /// Keeps no more versions; those that are there stay (boto3: `suspend`).
    ///
    /// One PutBucketVersioning.
    ///
    /// - Parameter set: sets the other members of the input.
    /// - Throws: `S3Error`.
    @discardableResult
    public nonisolated(nonsending) func suspend(
        _ set: (inout PutBucketVersioningInput) -> Void = { _ in }
    ) async throws(S3Error) -> PutBucketVersioningOutput {
        var configuration = VersioningConfiguration()
        configuration.status = .suspended
        return try await put(configuration, set)
    }

    /// Sets the versioning (boto3: `put`).
    ///
    /// One PutBucketVersioning.
    ///
    /// - Parameters:
    ///   - configuration: what it becomes (boto3: `VersioningConfiguration`).
    ///   - set: sets the other members of the input.
    /// - Throws: `S3Error`.
    @discardableResult
    public nonisolated(nonsending) func put(
        _ configuration: VersioningConfiguration, _ set: (inout PutBucketVersioningInput) -> Void = { _ in }
    ) async throws(S3Error) -> PutBucketVersioningOutput {
        defer { forget() }
        var input = PutBucketVersioningInput(bucket: bucketName, versioningConfiguration: configuration)
        set(&input)
        return try await client.putBucketVersioning(input)
    }

    private func loaded() async throws(S3Error) -> GetBucketVersioningOutput {
        try await attributes.get("GetBucketVersioning") { () throws(S3Error) in try await fetch() }
    }

    private func fetch() async throws(S3Error) -> GetBucketVersioningOutput {
        try await client.getBucketVersioning(GetBucketVersioningInput(bucket: bucketName))
    }
}

extension BucketVersioning: Hashable, CustomStringConvertible {
    /// Those of one bucket are equal.
    public static func == (left: BucketVersioning, right: BucketVersioning) -> Bool {
        left.bucketName == right.bucketName
    }

    /// Hashes the bucket's name.
    public func hash(into hasher: inout Hasher) { hasher.combine(bucketName) }

    /// The identifiers, as in boto3.
    public var description: String { "S3.BucketVersioning(bucketName: \"\(bucketName)\")" }
}
