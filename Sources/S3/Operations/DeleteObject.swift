/// What DeleteObject is asked.
public struct DeleteObjectInput: Sendable {
    /// The bucket's name.
    public var bucket: String
    /// The object's key.
    public var key: Key
    /// Fails with 412 unless the object has this tag.
    public var ifMatch: String?
    /// A version of a versioned bucket.
    public var versionID: String?

    /// Removes an object.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension S3Client {
    /// Removes an object; that there is none is no error.
    ///
    /// One request.
    ///
    /// - Throws: `S3Error`.
    public func deleteObject(_ input: DeleteObjectInput) async throws(S3Error) {
        var call = OperationCall("DeleteObject", "DELETE", bucket: input.bucket, key: input.key)
        call.ask("versionId", input.versionID)
        call.add("if-match", input.ifMatch)
        _ = try await pipeline.send(call)
    }
}
