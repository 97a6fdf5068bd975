/// What PutObject is asked.
public struct PutObjectInput: Sendable {
    /// The bucket's name.
    public var bucket: String
    /// The object's key.
    public var key: Key
    /// The object's bytes.
    public var body: any RequestBody
    /// What is stored with it: content type and alike.
    public var content = ContentHeaders()
    /// User metadata: names without `x-amz-meta-`, values as they go on the wire.
    public var metadata: [String: String] = [:]
    /// Fails with 412 unless the object has this tag.
    public var ifMatch: String?
    /// With `*`, fails with 412 if there is an object.
    public var ifNoneMatch: String?
    /// The storage class; nil for the bucket's own.
    public var storageClass: String?

    /// Stores an object whole.
    public init(bucket: String, key: Key, body: any RequestBody) {
        self.bucket = bucket
        self.key = key
        self.body = body
    }
}

/// What a server says after it has stored an object.
public struct StoredObjectOutput: Sendable, Hashable {
    /// The object's entity tag as the server writes it.
    public var eTag: String
    /// The version in a versioned bucket.
    public var versionID: String?
    /// When it was stored: CopyObject alone says it.
    public var lastModified: Instant?
}

extension S3Client {
    /// Stores an object whole.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`: `PreconditionFailed`, `EntityTooLarge`, `AccessDenied` and others. With `mayHaveHappened`, an
    ///   earlier attempt of ours may itself be why the condition no longer holds.
    public func putObject(_ input: PutObjectInput) async throws(S3Error) -> StoredObjectOutput {
        var call = OperationCall("PutObject", "PUT", bucket: input.bucket, key: input.key)
        call.body = input.body
        call.add(input.content, metadata: input.metadata)
        call.add("if-match", input.ifMatch)
        call.add("if-none-match", input.ifNoneMatch)
        call.add("x-amz-storage-class", input.storageClass)
        let response = try await pipeline.send(call)
        guard let tag = response["etag"] else { throw Self.malformed("PutObject", "the answer has no ETag") }
        return StoredObjectOutput(eTag: tag, versionID: response.versionID)
    }
}
