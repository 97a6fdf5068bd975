/// What `Object` and `ObjectSummary` have in common: the identifiers, and what can be done with an object.
///
/// Every action drops the attributes that were loaded, as in boto3: the next one that is asked for is loaded anew.
public protocol ObjectResource: Sendable, Hashable {
    /// The bucket's name (boto3: `bucket_name`).
    var bucketName: String { get }
    /// The object's key (boto3: `key`).
    var key: Key { get }
    /// What makes the requests (boto3: `meta.client`).
    var client: S3Client { get }
    /// Drops the attributes.
    func forget()
}

extension ObjectResource {
    /// The bucket that it is in (boto3: `Bucket`).
    public var bucket: Bucket { Bucket(name: bucketName, client: client) }

    /// Its permissions (boto3: `Acl`).
    public var acl: ObjectAcl { ObjectAcl(bucketName: bucketName, objectKey: key, client: client) }

    /// One of its versions (boto3: `Version`).
    public func version(_ id: String) -> ObjectVersion {
        ObjectVersion(bucketName: bucketName, objectKey: key, id: id, client: client)
    }

    /// An upload of it that is under way (boto3: `MultipartUpload`).
    public func multipartUpload(_ id: String) -> MultipartUpload {
        MultipartUpload(bucketName: bucketName, objectKey: key, id: id, client: client)
    }

    /// Objects of one kind, bucket and key are equal.
    public static func == (left: Self, right: Self) -> Bool {
        left.bucketName == right.bucketName && left.key == right.key
    }

    /// Hashes bucket and key.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(bucketName)
        hasher.combine(key)
    }
}
