/// What HeadObject is asked.
public struct HeadObjectInput: Sendable {
    /// The bucket's name.
    public var bucket: String
    /// The object's key.
    public var key: Key
    /// Fails with 412 unless the object has this tag.
    public var ifMatch: String?
    /// Fails with 304 if the object has this tag.
    public var ifNoneMatch: String?
    /// A version of a versioned bucket.
    public var versionID: String?

    /// Asks for an object's metadata.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension S3Client {
    /// An object's metadata.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`; the answer has no body, so the code is `NotFound` with status 404.
    public func headObject(_ input: HeadObjectInput) async throws(S3Error) -> ObjectHead {
        var call = OperationCall("HeadObject", "HEAD", bucket: input.bucket, key: input.key)
        call.ask("versionId", input.versionID)
        call.add("if-match", input.ifMatch)
        call.add("if-none-match", input.ifNoneMatch)
        return ObjectHead(try await pipeline.send(call))
    }
}
