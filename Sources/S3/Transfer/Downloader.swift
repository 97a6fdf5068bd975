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
        limiter = BandwidthLimiter(rate: config.maxBandwidth, clock: client.pipeline.clock)
    }

    /// What is to be fetched.
    func head() async throws(S3Error) -> ObjectHead {
        ObjectHead(try await client.headObject(arguments.headObject(bucket: bucket, key: key)))
    }

    /// The ranges to fetch one object in; a nil range is all of it.
    private func ranges(of head: ObjectHead) -> [Range<Int64>?] {
        guard head.contentLength >= config.multipartThreshold else { return [nil] }
        let plan = PartPlan(size: head.contentLength, partSize: config.multipartChunkSize)
        return (1...plan.count).map { plan.range(of: $0) }
    }

    /// Fetches a range of exactly the object that `head` is about.
    private func fetch(_ range: Range<Int64>?, of head: ObjectHead, into sink: any BodySink) async throws(S3Error) {
        try await limiter?.leave(range.map { Int64($0.count) } ?? head.contentLength, operation: operation)
        var input = arguments.getObject(bucket: bucket, key: key)
        input.range = range.map { .bytes($0) }
        input.ifMatch = head.eTag
        let got = try await client.getObject(input, into: sink)
        // Where the server ignores the condition, or has no tags.
        guard got.eTag == head.eTag, got.contentLength == head.contentLength else {
            throw S3Error(
                .service, code: "PreconditionFailed", message: "the object changed during the transfer",
                operation: operation, status: 412)
        }
    }

    // MARK: To a file

    /// Fetches all ranges into a file, several at once.
    func fetch(_ head: ObjectHead, into file: TemporaryFile) async throws(S3Error) {
        var rest = ranges(of: head)[...]
        let queue = FileSink.Queue(maximum: config.maxIOQueue)
        try await PartWindow.run(
            limit: { config.maxConcurrency },
            next: { () throws(S3Error) -> Range<Int64>?? in rest.popFirst() },
            work: { range throws(S3Error) in
                let sink = FileSink(file, pieceSize: config.ioChunkSize, queue: queue, progress: progress)
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
            }, done: { () throws(S3Error) in })
    }

    // MARK: In order

    /// Fetches all ranges, several at once, and passes them on in order.
    func fetch(_ head: ObjectHead, to write: ([UInt8]) async throws -> Void) async throws(S3Error) {
        var rest = ranges(of: head)[...]
        try await PartWindow.run(
            inOrder: true, limit: { config.maxConcurrency },
            next: { () throws(S3Error) -> Range<Int64>?? in rest.popFirst() },
            work: { range throws(S3Error) in
                let count = range.map { Int64($0.count) } ?? head.contentLength
                let sink = PartSink(capacity: Int(count), progress: progress)
                try await fetch(range, of: head, into: sink)
                return sink.take()
            },
            done: { bytes throws(S3Error) in
                guard !bytes.isEmpty else { return }
                do {
                    try await write(bytes)
                } catch {
                    throw .local(error, operation)
                }
            })
    }
}
