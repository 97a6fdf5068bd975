/// One download: what its ranges have in common.
struct Downloader: Sendable {
    let client: S3Client
    let bucket: String
    let key: Key
    let arguments: DownloadArguments
    let config: TransferConfig
    let progress: TransferProgress?
    /// For errors: `DownloadFile` and so on.
    let operation: String
    private let limiter: BandwidthLimiter?

    init(
        _ client: S3Client, bucket: String, key: Key, arguments: DownloadArguments, config: TransferConfig,
        progress: TransferProgress?, operation: String
    ) throws(S3Error) {
        try config.validate(for: operation)
        self.client = client
        self.bucket = bucket
        self.key = key
        self.arguments = arguments
        self.config = config
        self.progress = progress
        self.operation = operation
        limiter = BandwidthLimiter(config, clock: client.pipeline.clock)
    }

    /// What is to be fetched, and what it is verified by where it comes in ranges.
    func head() async throws(S3Error) -> (ObjectHead, RangeChecksums?) {
        var input = arguments.headObject(bucket: bucket, key: key)
        let isVerified = client.pipeline.configuration.responseChecksumValidation == .whenSupported
        if isVerified { input.checksumMode = .enabled }
        let output = try await client.headObject(input)
        let head = ObjectHead(output)
        let isVerifiable = input.checksumMode == .enabled && head.contentLength >= config.multipartThreshold
        return (head, isVerifiable ? RangeChecksums(output) : nil)
    }

    /// The ranges to fetch one object in, each made when it is its turn; a nil range is all of it.
    private func ranges(of head: ObjectHead) -> LazyMapSequence<ClosedRange<Int>, Range<Int64>?>.Iterator {
        let plan = PartPlan(size: head.contentLength, partSize: config.multipartChunkSize)
        let isWhole = head.contentLength < config.multipartThreshold
        return (1...(isWhole ? 1 : plan.count)).lazy.map { isWhole ? nil : plan.range(of: $0) }.makeIterator()
    }

    /// Fetches a range of exactly the object that `head` is about.
    private func fetch(_ range: Range<Int64>?, of head: ObjectHead, into sink: any BodySink) async throws(S3Error) {
        var input = arguments.getObject(bucket: bucket, key: key)
        input.range = range.map { .bytes($0) }
        input.ifMatch = head.eTag
        let got = try await BandwidthLimiter.pace(
            limiter, range.map { Int64($0.count) } ?? head.contentLength, isAlone: range == nil, operation
        ) { () throws(S3Error) in
            try await client.getObject(input, into: sink)
        }
        // Where the server ignores the condition, or has no tags.
        guard got.eTag == head.eTag, got.contentLength == head.contentLength else {
            throw S3Error(
                .service, code: "PreconditionFailed", message: "the object changed during the transfer",
                operation: operation, status: 412)
        }
    }

    /// Fetches a range into memory.
    private func fetch(
        _ range: Range<Int64>?, of head: ObjectHead, _ checksums: RangeChecksums?
    ) async throws(S3Error) -> [UInt8] {
        let count = range.map { Int64($0.count) } ?? head.contentLength
        let sink = PartSink(capacity: Int(count), algorithm: checksums?.algorithm, progress: progress)
        try await fetch(range, of: head, into: sink)
        if let range, let checksum = sink.takeChecksum() { checksums?.note(checksum, range) }
        return sink.take()
    }

    // MARK: To a file

    /// Fetches all ranges into a file, several at once.
    func fetch(_ head: ObjectHead, _ checksums: RangeChecksums?, into file: TemporaryFile) async throws(S3Error) {
        var rest = ranges(of: head)
        let writer = FileWriter(file, maximum: config.maxIOQueue)
        try await PartWindow.run(
            limit: { config.maxConcurrency },
            next: { () throws(S3Error) -> Range<Int64>?? in rest.next() },
            work: { range throws(S3Error) in
                if range == nil, head.contentLength <= Uploader.maximumInMemory {
                    // All of a small object is there before it is written, so that a damaged one can come again.
                    let bytes = try await fetch(nil, of: head, nil)
                    return try await BlockingThreads.shared.run(operation) {
                        try bytes.withUnsafeBytes { bytes in
                            try FileDescriptors.write(bytes, to: file.descriptor, at: 0, path: file.path)
                        }
                    }
                }
                let sink = FileSink(
                    writer, pieceSize: config.ioChunkSize, algorithm: checksums?.algorithm, progress: progress)
                let result: Result<Void, S3Error>
                do throws(S3Error) {
                    result = .success(try await fetch(range, of: head, into: sink))
                } catch {
                    result = .failure(error)
                }
                // Also after a failure: the file may be closed once this returns.
                do throws(FileError) {
                    try await sink.finish()
                } catch {
                    throw .local(error, operation)
                }
                try result.get()
                if let range, let checksum = sink.takeChecksum() { checksums?.note(checksum, range) }
            }, done: { () throws(S3Error) in })
        try checksums?.verify(operation)
    }

    // MARK: In order

    /// Fetches all ranges, several at once, and passes them on in order.
    nonisolated(nonsending) func fetch(
        _ head: ObjectHead, _ checksums: RangeChecksums?,
        to write: nonisolated(nonsending) ([UInt8]) async throws -> Void
    ) async throws(S3Error) {
        var rest = ranges(of: head)
        try await PartWindow.run(
            inOrder: true, limit: { config.maxConcurrency },
            next: { () throws(S3Error) -> Range<Int64>?? in rest.next() },
            work: { range throws(S3Error) in try await fetch(range, of: head, checksums) },
            done: { bytes throws(S3Error) in
                guard !bytes.isEmpty else { return }
                do {
                    try await write(bytes)
                } catch {
                    throw .local(error, operation)
                }
            })
        try checksums?.verify(operation)
    }
}
