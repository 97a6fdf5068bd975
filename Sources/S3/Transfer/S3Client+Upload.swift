extension S3Client {
    /// Uploads a file (boto3: `upload_file`).
    ///
    /// One PutObject below `config.multipartThreshold`; from there on CreateMultipartUpload, an UploadPart for each
    /// part and CompleteMultipartUpload. An upload that fails or is cancelled is removed
    /// by AbortMultipartUpload. What is no regular file is read to its end, as `uploadFileObject` does.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - bucket: the bucket.
    ///   - key: the object's key.
    ///   - extraArgs: what is stored with the object.
    ///   - config: sizes and bounds.
    ///   - progress: told of the bytes that went.
    /// - Returns: what was made.
    /// - Throws: `S3Error`: `.local` with a `FileError` when the file cannot be read, or changed meanwhile.
    @discardableResult
    public func uploadFile(
        _ path: String, bucket: String, key: Key, extraArgs: UploadArguments = UploadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil
    ) async throws(S3Error) -> UploadedObject {
        let uploader = try Uploader(
            self, bucket: bucket, key: key, arguments: extraArgs, config: config, progress: progress,
            operation: "UploadFile")
        let file = try await BlockingThreads.shared.run("UploadFile") { try FileBody.open(path) }
        guard let file else {
            return try await uploader.upload(stream: DescriptorPieces(path), expected: nil)
        }
        return try await uploader.upload(file) { () throws(S3Error) in try file.check("UploadFile") }
    }

    /// Uploads a body whose length is known (boto3: `upload_fileobj`).
    ///
    /// The requests of `uploadFile`. The body is read once, or twice where its parts have more than 32 MiB.
    ///
    /// - Parameters:
    ///   - body: the bytes.
    ///   - bucket: the bucket.
    ///   - key: the object's key.
    ///   - extraArgs: what is stored with the object.
    ///   - config: sizes and bounds.
    ///   - progress: told of the bytes that went.
    /// - Returns: what was made.
    /// - Throws: `S3Error`: `.local` with what the body throws.
    @discardableResult
    public func uploadFileObject(
        _ body: any RequestBody, bucket: String, key: Key, extraArgs: UploadArguments = UploadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil
    ) async throws(S3Error) -> UploadedObject {
        let uploader = try Uploader(
            self, bucket: bucket, key: key, arguments: extraArgs, config: config, progress: progress,
            operation: "UploadFileObject")
        return try await uploader.upload(body)
    }

    /// Uploads a stream whose length nobody has to know (boto3: `upload_fileobj`).
    ///
    /// The requests of `uploadFile`. Holds at most `config.maxConcurrency` parts in memory; beyond a thousand of them
    /// parts grow with what went before, and fewer are under way, so that 16 TiB fit.
    ///
    /// - Parameters:
    ///   - source: the bytes, in pieces of any size; gone over where the caller runs.
    ///   - bucket: the bucket.
    ///   - key: the object's key.
    ///   - expectedLength: about how many bytes there are; lets parts have one size, up to 48.8 TiB in all.
    ///   - extraArgs: what is stored with the object.
    ///   - config: sizes and bounds.
    ///   - progress: told of the bytes that went.
    /// - Returns: what was made.
    /// - Throws: `S3Error`: `.local` with what the stream throws.
    @discardableResult
    public nonisolated(nonsending) func uploadFileObject<Source: AsyncSequence>(
        _ source: Source, bucket: String, key: Key, expectedLength: Int64? = nil,
        extraArgs: UploadArguments = UploadArguments(), config: TransferConfig = TransferConfig(),
        progress: TransferProgress? = nil
    ) async throws(S3Error) -> UploadedObject where Source.Element: Collection<UInt8> {
        let uploader = try Uploader(
            self, bucket: bucket, key: key, arguments: extraArgs, config: config, progress: progress,
            operation: "UploadFileObject")
        return try await uploader.upload(stream: source, expected: expectedLength)
    }
}

extension FileBody {
    /// - Throws: `S3Error` `.local` if the file is another by now.
    func check(_ operation: String) throws(S3Error) {
        do throws(FileError) {
            try checkUnchanged()
        } catch {
            throw .local(error, operation)
        }
    }
}
