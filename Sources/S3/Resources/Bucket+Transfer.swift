extension Bucket {
    /// Uploads a file as an object (boto3: `upload_file`).
    ///
    /// The requests of `S3Client.uploadFile`: one PutObject, or an upload of several parts.
    ///
    /// - Parameters:
    ///   - path: the file (boto3: `Filename`).
    ///   - key: of the object (boto3: `Key`).
    ///   - extraArgs: what is stored with the object (boto3: `ExtraArgs`).
    ///   - config: sizes and bounds (boto3: `Config`).
    ///   - progress: told of the bytes that went (boto3: `Callback`).
    /// - Returns: what was made.
    /// - Throws: `S3Error`: `.local` with a `FileError` when the file cannot be read, or changed meanwhile.
    @discardableResult
    public func uploadFile(
        _ path: String, key: Key, extraArgs: UploadArguments = UploadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil
    ) async throws(S3Error) -> UploadedObject {
        try await client.uploadFile(
            path, bucket: name, key: key, extraArgs: extraArgs, config: config, progress: progress)
    }

    /// Uploads a body whose length is known as an object (boto3: `upload_fileobj`).
    ///
    /// The requests of `S3Client.uploadFileObject`: one PutObject, or an upload of several parts.
    ///
    /// - Parameters:
    ///   - body: the bytes (boto3: `Fileobj`).
    ///   - key: of the object (boto3: `Key`).
    ///   - extraArgs: what is stored with the object (boto3: `ExtraArgs`).
    ///   - config: sizes and bounds (boto3: `Config`).
    ///   - progress: told of the bytes that went (boto3: `Callback`).
    /// - Returns: what was made.
    /// - Throws: `S3Error`: `.local` with what the body throws.
    @discardableResult
    public func uploadFileObject(
        _ body: any RequestBody, key: Key, extraArgs: UploadArguments = UploadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil
    ) async throws(S3Error) -> UploadedObject {
        try await client.uploadFileObject(
            body, bucket: name, key: key, extraArgs: extraArgs, config: config, progress: progress)
    }

    /// Uploads a stream whose length nobody has to know as an object (boto3: `upload_fileobj`).
    ///
    /// The requests of `S3Client.uploadFileObject`: one PutObject, or an upload of several parts.
    ///
    /// - Parameters:
    ///   - source: the bytes, in pieces of any size (boto3: `Fileobj`).
    ///   - key: of the object (boto3: `Key`).
    ///   - expectedLength: about how many bytes there are; lets parts have one size.
    ///   - extraArgs: what is stored with the object (boto3: `ExtraArgs`).
    ///   - config: sizes and bounds (boto3: `Config`).
    ///   - progress: told of the bytes that went (boto3: `Callback`).
    /// - Returns: what was made.
    /// - Throws: `S3Error`: `.local` with what the stream throws.
    @discardableResult
    public nonisolated(nonsending) func uploadFileObject<Source: AsyncSequence>(
        _ source: Source, key: Key, expectedLength: Int64? = nil, extraArgs: UploadArguments = UploadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil
    ) async throws(S3Error) -> UploadedObject where Source.Element: Collection<UInt8> {
        try await client.uploadFileObject(
            source, bucket: name, key: key, expectedLength: expectedLength, extraArgs: extraArgs, config: config,
            progress: progress)
    }

    /// Downloads an object to a file (boto3: `download_file`).
    ///
    /// The requests of `S3Client.downloadFile`: one HeadObject, and one GetObject or several for ranges.
    ///
    /// - Parameters:
    ///   - key: of the object (boto3: `Key`).
    ///   - path: the file, replaced if it is there (boto3: `Filename`).
    ///   - extraArgs: the version and so on (boto3: `ExtraArgs`).
    ///   - config: sizes and bounds (boto3: `Config`).
    ///   - progress: told of the bytes that came (boto3: `Callback`).
    /// - Returns: what the server says of the object.
    /// - Throws: `S3Error`: `NotFound`; `PreconditionFailed` when the object changes meanwhile; `.local`
    ///   with a `FileError` when the file cannot be written.
    @discardableResult
    public func downloadFile(
        key: Key, to path: String, extraArgs: DownloadArguments = DownloadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil
    ) async throws(S3Error) -> ObjectHead {
        try await client.downloadFile(
            bucket: name, key: key, to: path, extraArgs: extraArgs, config: config, progress: progress)
    }

    /// Downloads an object in order to whoever takes its bytes (boto3: `download_fileobj`).
    ///
    /// The requests of `S3Client.downloadFileObject`: one HeadObject, and one GetObject or several for ranges.
    ///
    /// - Parameters:
    ///   - key: of the object (boto3: `Key`).
    ///   - extraArgs: the version and so on (boto3: `ExtraArgs`).
    ///   - config: sizes and bounds (boto3: `Config`).
    ///   - progress: told of the bytes that came (boto3: `Callback`).
    ///   - write: takes the bytes, one range after the other; the next waits until it returns; called
    ///     where the caller runs (boto3: `Fileobj`).
    /// - Returns: what the server says of the object.
    /// - Throws: `S3Error`: `NotFound`; `PreconditionFailed` when the object changes meanwhile; `.local`
    ///   with what `write` throws.
    @discardableResult
    public nonisolated(nonsending) func downloadFileObject(
        key: Key, extraArgs: DownloadArguments = DownloadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil,
        to write: nonisolated(nonsending) (_ bytes: [UInt8]) async throws -> Void
    ) async throws(S3Error) -> ObjectHead {
        try await client.downloadFileObject(
            bucket: name, key: key, extraArgs: extraArgs, config: config, progress: progress, to: write)
    }

    /// Downloads an object in order to an open file, pipe or socket (boto3: `download_fileobj`).
    ///
    /// The requests of `S3Client.downloadFileObject`: one HeadObject, and one GetObject or several for ranges.
    ///
    /// - Parameters:
    ///   - key: of the object (boto3: `Key`).
    ///   - descriptor: written to from where it stands; stays open (boto3: `Fileobj`).
    ///   - extraArgs: the version and so on (boto3: `ExtraArgs`).
    ///   - config: sizes and bounds (boto3: `Config`).
    ///   - progress: told of the bytes that came (boto3: `Callback`).
    /// - Returns: what the server says of the object.
    /// - Throws: `S3Error`: `NotFound`; `PreconditionFailed` when the object changes meanwhile; `.local`
    ///   with a `FileError` when it cannot be written.
    @discardableResult
    public func downloadFileObject(
        key: Key, toDescriptor descriptor: Int32, extraArgs: DownloadArguments = DownloadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil
    ) async throws(S3Error) -> ObjectHead {
        try await client.downloadFileObject(
            bucket: name, key: key, toDescriptor: descriptor, extraArgs: extraArgs, config: config,
            progress: progress)
    }

    /// Makes an object a copy of another of any size, within the service (boto3: `copy`).
    ///
    /// The requests of `S3Client.copy`: one HeadObject, and one CopyObject or a copy in several parts.
    ///
    /// - Parameters:
    ///   - source: what is copied (boto3: `CopySource`).
    ///   - key: of the object (boto3: `Key`).
    ///   - extraArgs: what is stored with the copy, and conditions on the source (boto3: `ExtraArgs`).
    ///   - config: sizes and bounds (boto3: `Config`).
    ///   - progress: told of the bytes that were copied (boto3: `Callback`).
    ///   - sourceClient: reads the source's head; this one's client by default (boto3: `SourceClient`).
    /// - Returns: what was made.
    /// - Throws: `S3Error`: `PreconditionFailed` when the source changes meanwhile.
    @discardableResult
    public func copy(
        _ source: CopySource, key: Key, extraArgs: CopyArguments = CopyArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil, sourceClient: S3Client? = nil
    ) async throws(S3Error) -> UploadedObject {
        try await client.copy(
            source, bucket: name, key: key, extraArgs: extraArgs, config: config, progress: progress,
            sourceClient: sourceClient)
    }
}
