/// S3 as things rather than operations: the root of all resources (boto3: `boto3.resource("s3")`, `ServiceResource`).
///
/// Making a resource makes no request: one names a bucket or an object, and is equal to any other of the same name.
public struct S3Resource: Sendable {
    /// What makes the requests (boto3: `meta.client`).
    public let client: S3Client

    /// The resources of a client.
    public init(client: S3Client) { self.client = client }

    /// All buckets of the account (boto3: `buckets`).
    public var buckets: BucketCollection {
        BucketCollection(client, .listBuckets, ListBucketsInput()) { client, page, _ in
            page.buckets.map { Bucket(name: $0.name, client: client, listed: $0) }
        }
    }

    /// Makes a bucket (boto3: `create_bucket`).
    ///
    /// One CreateBucket.
    ///
    /// - Parameters:
    ///   - name: of the new bucket (boto3: `Bucket`).
    ///   - set: sets the other members of the input.
    /// - Throws: `S3Error`: `BucketAlreadyExists`, `BucketAlreadyOwnedByYou`.
    public nonisolated(nonsending) func createBucket(
        _ name: String, _ set: (inout CreateBucketInput) -> Void = { _ in }
    ) async throws(S3Error) -> Bucket {
        var input = CreateBucketInput(bucket: name)
        set(&input)
        _ = try await client.createBucket(input)
        return bucket(input.bucket)
    }

    /// A bucket (boto3: `Bucket`).
    public func bucket(_ name: String) -> Bucket { Bucket(name: name, client: client) }

    /// A bucket's versioning (boto3: `BucketVersioning`).
    public func bucketVersioning(_ bucketName: String) -> BucketVersioning {
        BucketVersioning(bucketName: bucketName, client: client)
    }

    /// An object (boto3: `Object`).
    public func object(_ bucketName: String, _ key: Key) -> Object {
        Object(bucketName: bucketName, key: key, client: client)
    }

    /// An object as listings tell of it (boto3: `ObjectSummary`).
    public func objectSummary(_ bucketName: String, _ key: Key) -> ObjectSummary {
        ObjectSummary(bucketName: bucketName, key: key, client: client)
    }

    /// An object's permissions (boto3: `ObjectAcl`).
    public func objectAcl(_ bucketName: String, _ objectKey: Key) -> ObjectAcl {
        ObjectAcl(bucketName: bucketName, objectKey: objectKey, client: client)
    }

    /// One version of an object (boto3: `ObjectVersion`).
    public func objectVersion(_ bucketName: String, _ objectKey: Key, _ id: String) -> ObjectVersion {
        ObjectVersion(bucketName: bucketName, objectKey: objectKey, id: id, client: client)
    }

    /// An upload of several parts that is under way (boto3: `MultipartUpload`).
    public func multipartUpload(_ bucketName: String, _ objectKey: Key, _ id: String) -> MultipartUpload {
        MultipartUpload(bucketName: bucketName, objectKey: objectKey, id: id, client: client)
    }

    /// A part of such an upload (boto3: `MultipartUploadPart`).
    ///
    /// - Parameters:
    ///   - bucketName: the bucket.
    ///   - objectKey: the object's key.
    ///   - multipartUploadID: the upload's id.
    ///   - partNumber: 1…10,000.
    public func multipartUploadPart(
        _ bucketName: String, _ objectKey: Key, _ multipartUploadID: String, _ partNumber: Int
    ) -> MultipartUploadPart {
        MultipartUploadPart(
            bucketName: bucketName, objectKey: objectKey, multipartUploadID: multipartUploadID, partNumber: partNumber,
            client: client)
    }
}

extension S3Resource: CustomStringConvertible {
    /// As in boto3.
    public var description: String { "S3.S3Resource()" }
}
