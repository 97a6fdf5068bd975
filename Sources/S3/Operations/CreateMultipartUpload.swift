/// What CreateMultipartUpload is asked.
public struct CreateMultipartUploadInput: Sendable {
    /// The bucket's name.
    public var bucket: String
    /// The key of the object to be.
    public var key: Key
    /// What is stored with it: content type and alike.
    public var content = ContentHeaders()
    /// User metadata: names without `x-amz-meta-`.
    public var metadata: [String: String] = [:]
    /// The storage class; nil for the bucket's own.
    public var storageClass: String?

    /// Begins an upload.
    public init(bucket: String, key: Key) {
        self.bucket = bucket
        self.key = key
    }
}

extension S3Client {
    /// Begins a multipart upload.
    ///
    /// One request; a retry after a lost answer leaves an upload that nobody completes.
    ///
    /// - Returns: the upload's id.
    /// - Throws: `S3Error`.
    public func createMultipartUpload(_ input: CreateMultipartUploadInput) async throws(S3Error) -> String {
        var call = OperationCall("CreateMultipartUpload", "POST", bucket: input.bucket, key: input.key)
        call.ask("uploads")
        call.add(input.content, metadata: input.metadata)
        call.add("x-amz-storage-class", input.storageClass)
        let response = try await pipeline.send(call)
        let result = ValueDocument()
        try Self.scan(response, call.operation, into: result)
        guard let id = result["UploadId"], !id.isEmpty else {
            throw Self.malformed(call.operation, "the answer has no UploadId")
        }
        return id
    }
}
