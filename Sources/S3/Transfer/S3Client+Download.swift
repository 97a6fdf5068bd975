import Glibc

extension S3Client {
    /// Downloads an object to a file (boto3: `download_file`).
    ///
    /// One HeadObject; then one GetObject, or from `config.multipartThreshold` on one for each range, several at once,
    /// all of them bound to the same object by `If-Match`. The bytes go to `PATH.XXXXXXXX` in the same folder, which
    /// becomes `path` at the end and is removed after a failure. A device or a pipe is written to in order.
    ///
    /// - Parameters:
    ///   - bucket: the bucket.
    ///   - key: the object's key.
    ///   - path: the file, replaced if it is there.
    ///   - extraArgs: the version and so on.
    ///   - config: sizes and bounds.
    ///   - progress: told of the bytes that came.
    /// - Returns: what the server says of the object.
    /// - Throws: `S3Error`: `NotFound`; `PreconditionFailed` when the object changes meanwhile; `ChecksumMismatch` at
    ///   the end; `.local` with a `FileError` when the file cannot be written.
    @discardableResult
    public func downloadFile(
        bucket: String, key: Key, to path: String, extraArgs: DownloadArguments = DownloadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil
    ) async throws(S3Error) -> ObjectHead {
        let operation = "DownloadFile"
        let downloader = try Downloader(
            self, bucket: bucket, key: key, arguments: extraArgs, config: config, progress: progress,
            operation: operation)
        let (head, checksums) = try await downloader.head()
        let threads = BlockingThreads.shared
        guard try await threads.run(operation, { Self.isReplaceable(path) }) else {
            let descriptor = try await threads.run(operation) { try FileDescriptors.open(path, O_WRONLY) }
            defer { close(descriptor) }
            try await downloader.fetch(head, checksums) { try await Self.write($0, to: descriptor, operation) }
            return head
        }
        let file = try await threads.run(operation) { try TemporaryFile.make(for: path) }
        do throws(S3Error) {
            try await threads.run(operation) { try file.reserve(head.contentLength) }
            try await downloader.fetch(head, checksums, into: file)
        } catch {
            file.discard()
            throw error
        }
        try await threads.run(operation) { try file.keep() }
        return head
    }

    /// Downloads an object in order to whoever takes its bytes (boto3: `download_fileobj`).
    ///
    /// The requests of `downloadFile`. Holds at most `config.maxConcurrency` ranges of `config.multipartChunkSize` in
    /// memory, or an object below `config.multipartThreshold`.
    ///
    /// - Parameters:
    ///   - bucket: the bucket.
    ///   - key: the object's key.
    ///   - extraArgs: the version and so on.
    ///   - config: sizes and bounds.
    ///   - progress: told of the bytes that came.
    ///   - write: takes the bytes, one range after the other; the next waits until it returns; called where the
    ///     caller runs.
    /// - Returns: what the server says of the object.
    /// - Throws: `S3Error`: `NotFound`; `PreconditionFailed` when the object changes meanwhile; `ChecksumMismatch` at
    ///   the end; `.local` with what `write` throws.
    @discardableResult
    public nonisolated(nonsending) func downloadFileObject(
        bucket: String, key: Key, extraArgs: DownloadArguments = DownloadArguments(),
        config: TransferConfig = TransferConfig(), progress: TransferProgress? = nil,
        to write: nonisolated(nonsending) (_ bytes: [UInt8]) async throws -> Void
    ) async throws(S3Error) -> ObjectHead {
        let downloader = try Downloader(
            self, bucket: bucket, key: key, arguments: extraArgs, config: config, progress: progress,
            operation: "DownloadFileObject")
        let (head, checksums) = try await downloader.head()
        try await downloader.fetch(head, checksums, to: write)
        return head
    }

    /// Downloads an object in order to an open file, pipe or socket (boto3: `download_fileobj`).
    ///
    /// The requests of `downloadFile`. Holds at most `config.maxConcurrency` ranges of `config.multipartChunkSize` in
    /// memory, or an object below `config.multipartThreshold`.
    ///
    /// - Parameters:
    ///   - bucket: the bucket.
    ///   - key: the object's key.
    ///   - descriptor: written to from where it stands; stays open.
    ///   - extraArgs: the version and so on.
    ///   - config: sizes and bounds.
    ///   - progress: told of the bytes that came.
    /// - Returns: what the server says of the object.
    /// - Throws: `S3Error`: `NotFound`; `PreconditionFailed` when the object changes meanwhile; `ChecksumMismatch` at
    ///   the end; `.local` with a `FileError` when it cannot be written.
    @discardableResult
    public func downloadFileObject(
        bucket: String, key: Key, toDescriptor descriptor: Int32,
        extraArgs: DownloadArguments = DownloadArguments(), config: TransferConfig = TransferConfig(),
        progress: TransferProgress? = nil
    ) async throws(S3Error) -> ObjectHead {
        try await downloadFileObject(
            bucket: bucket, key: key, extraArgs: extraArgs, config: config, progress: progress
        ) { try await Self.write($0, to: descriptor, "DownloadFileObject") }
    }

    private static func write(
        _ bytes: [UInt8], to descriptor: CInt, _ operation: String
    ) async throws(S3Error) {
        try await BlockingThreads.alone(operation) {
            try bytes.withUnsafeBytes { bytes in
                try FileDescriptors.write(bytes, to: descriptor, at: nil, path: "descriptor \(descriptor)")
            }
        }
    }

    /// stat(2): Whether a path is, or may become, a regular file.
    private static func isReplaceable(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return true }
        return [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }
}
