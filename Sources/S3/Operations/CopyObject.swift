/// What CopyObject is asked.
public struct CopyObjectInput: Sendable {
    /// Where from.
    public var source: CopySource
    /// Where to.
    public var bucket: String
    /// The new object's key.
    public var key: Key
    /// Nil keeps the source's metadata; otherwise these and `metadata` replace all of it.
    public var replacement: ContentHeaders?
    /// User metadata, with `replacement` only.
    public var metadata: [String: String] = [:]
    /// The storage class; nil for the bucket's own.
    public var storageClass: String?

    /// Copies an object with its metadata.
    public init(source: CopySource, bucket: String, key: Key) {
        self.source = source
        self.bucket = bucket
        self.key = key
    }
}

/// An object that is copied from.
public struct CopySource: Sendable, Hashable {
    /// The source's bucket.
    public var bucket: String
    /// The source's key.
    public var key: Key
    /// A version of a versioned bucket.
    public var versionID: String?
    /// Fails with 412 unless the source has this tag.
    public var ifMatch: String?

    /// Names an object.
    public init(bucket: String, key: Key, versionID: String? = nil, ifMatch: String? = nil) {
        self.bucket = bucket
        self.key = key
        self.versionID = versionID
        self.ifMatch = ifMatch
    }
}

extension OperationCall {
    /// Adds the header fields that name the source of a copy.
    mutating func add(_ source: CopySource) {
        var text = "/" + source.bucket + "/" + PercentEncoding.path.text(source.key.bytes)
        if let version = source.versionID { text += "?versionId=" + PercentEncoding.query.text(version.utf8) }
        add("x-amz-copy-source", text)
        add("x-amz-copy-source-if-match", source.ifMatch)
    }
}

extension S3Client {
    /// Copies an object of up to 5 GiB inside the service.
    ///
    /// One request, which may take as long as the copy does.
    ///
    /// - Throws: `S3Error`, also for an error that came after a status of 200.
    public func copyObject(_ input: CopyObjectInput) async throws(S3Error) -> StoredObjectOutput {
        var call = OperationCall("CopyObject", "PUT", bucket: input.bucket, key: input.key)
        call.mayEmbedError = true
        call.patience = 10
        call.add(input.source)
        if let content = input.replacement {
            call.add("x-amz-metadata-directive", "REPLACE")
            call.add(content, metadata: input.metadata)
        }
        call.add("x-amz-storage-class", input.storageClass)
        let response = try await pipeline.send(call)
        let result = ValueDocument()
        try Self.scan(response, "CopyObject", into: result)
        guard let tag = result["ETag"] ?? response["etag"] else {
            throw Self.malformed("CopyObject", "the answer has no ETag")
        }
        return StoredObjectOutput(
            eTag: tag, versionID: response.versionID,
            lastModified: result["LastModified"].flatMap { Instant(iso8601: $0) })
    }
}
