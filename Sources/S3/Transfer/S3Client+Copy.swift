extension S3Client {
    /// Copies an object within the service (boto3: `copy`).
    ///
    /// One HeadObject of the source; then one CopyObject below `config.multipartThreshold`, and from there on
    /// CreateMultipartUpload, an UploadPartCopy for each part, bound to the same object by its tag, and
    /// CompleteMultipartUpload. One GetObjectTagging more where a source of several parts has tags. A copy that fails
    /// or is cancelled is removed by AbortMultipartUpload.
    ///
    /// Metadata and tags are the source's unless a directive replaces them, also in parts, where boto3 loses them.
    ///
    /// - Parameters:
    ///   - source: what is copied.
    ///   - bucket: the bucket.
    ///   - key: the object's key.
    ///   - extraArgs: what is stored with the copy, and conditions on the source.
    ///   - config: sizes and bounds; a bandwidth does not matter to the service.
    ///   - progress: told of the bytes that were copied.
    ///   - sourceClient: reads the source's head; this client by default (boto3: `SourceClient`).
    /// - Returns: what was made.
    /// - Throws: `S3Error`: `PreconditionFailed` when the source changes meanwhile.
    @discardableResult
    public func copy(
        _ source: CopySource, bucket: String, key: Key, extraArgs: CopyArguments = CopyArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil, sourceClient: S3Client? = nil
    ) async throws(S3Error) -> UploadedObject {
        let copier = Copier(
            client: self, source: source, bucket: bucket, key: key, arguments: extraArgs, config: config,
            progress: progress)
        return try await copier.copy(owner: sourceClient ?? self)
    }
}
