extension Bucket {
    /// An object in the bucket (boto3: `Object`).
    public func object(_ key: Key) -> Object { Object(bucketName: name, key: key, client: client) }

    /// The bucket's versioning (boto3: `Versioning`).
    public var versioning: BucketVersioning { BucketVersioning(bucketName: name, client: client) }

    /// All objects (boto3: `objects`).
    public var objects: ObjectCollection {
        ObjectCollection(client, .listObjects, ListObjectsInput(bucket: name)) { client, page, input in
            page.contents.map {
                ObjectSummary(bucketName: input.bucket, key: $0.key, client: client, listed: $0)
            }
        }
    }

    /// All versions of all objects (boto3: `object_versions`).
    ///
    /// Of each page the versions come first, and then the delete markers.
    public var objectVersions: ObjectVersionCollection {
        ObjectVersionCollection(client, .listObjectVersions, ListObjectVersionsInput(bucket: name)) {
            client, page, input in
            let versions = page.versions.map {
                ObjectVersion(bucketName: input.bucket, client: client, listed: .version($0))
            }
            return versions
                + page.deleteMarkers.map {
                    ObjectVersion(bucketName: input.bucket, client: client, listed: .deleteMarker($0))
                }
        }
    }

    /// All uploads that are under way (boto3: `multipart_uploads`).
    public var multipartUploads: MultipartUploadCollection {
        MultipartUploadCollection(client, .listMultipartUploads, ListMultipartUploadsInput(bucket: name)) {
            client, page, input in
            page.uploads.map { MultipartUpload(bucketName: input.bucket, client: client, listed: $0) }
        }
    }
}
