/// One upload: what its parts have in common.
struct Uploader: Sendable {
    /// The largest part that is kept in memory on its way; larger ones are read from their body as they are sent.
    static let maximumInMemory: Int64 = 32 << 20

    let client: S3Client
    let bucket: String
    let key: Key
    let config: TransferConfig
    let progress: TransferProgress?
    /// For errors: `UploadFile` and so on.
    let operation: String
    private var given: UploadArguments
    private let limiter: BandwidthLimiter?
    private let memory = PartMemory()

    init(
        _ client: S3Client, bucket: String, key: Key, arguments: UploadArguments, config: TransferConfig,
        progress: TransferProgress?, operation: String
    ) throws(S3Error) {
        try config.validate(for: operation)
        self.client = client
        self.bucket = bucket
        self.key = key
        self.config = config
        self.progress = progress
        self.operation = operation
        given = arguments
        limiter = BandwidthLimiter(config, clock: client.pipeline.clock)
    }

    /// From which size on there are parts.
    var threshold: Int64 { min(config.multipartThreshold, PartPlan.maximumWhole + 1) }

    /// The arguments of an upload in parts.
    var partArguments: UploadArguments { settled(hasParts: true) }

    /// The upload in parts as such.
    var run: MultipartUploadRun {
        MultipartUploadRun(
            client: client, bucket: bucket, key: key, arguments: partArguments,
            leavesPartsOnError: config.leavesPartsOnError, operation: operation)
    }

    private func settled(hasParts: Bool) -> UploadArguments {
        given.settled(
            hasParts: hasParts, policy: client.pipeline.configuration.requestChecksumCalculation)
    }

    /// Has the parts have the checksums that the upload was begun with, as the server says.
    mutating func `continue`(_ algorithm: ChecksumAlgorithmName?, _ type: ChecksumType?) {
        if let algorithm { given.checksumAlgorithm = algorithm }
        if let type { given.checksumType = type }
    }

    // MARK: Bodies of known length

    /// Uploads a body whole or in parts.
    ///
    /// - Parameter check: asked when all bytes are read, before there is an object in parts.
    func upload(
        _ source: any RequestBody, check: () throws(S3Error) -> Void = { () throws(S3Error) in }
    ) async throws(S3Error) -> UploadedObject {
        guard source.count >= threshold else {
            let body = try await load(source, 0..<source.count)
            try check()
            return try await put(body)
        }
        let plan = try PartPlan(size: source.count, chunk: config.multipartChunkSize, operation: operation)
        return try await run.run(
            send: { uploadID throws(S3Error) in
                try await send(Array(1...plan.count), of: source, plan, uploadID)
            }, check: check)
    }

    /// Sends some parts of a body, several at once.
    func send(
        _ numbers: [Int], of source: any RequestBody, _ plan: PartPlan, _ uploadID: String
    ) async throws(S3Error) -> [SentPart] {
        var sent: [SentPart] = []
        var rest = numbers[...]
        try await PartWindow.run(
            limit: { config.maxConcurrency },
            next: { () throws(S3Error) in rest.popFirst() },
            work: { number throws(S3Error) in
                let body = try await load(source, plan.range(of: number))
                return try await send(body, number: number, uploadID)
            }, done: { part throws(S3Error) in sent.append(part) })
        return sent
    }

    /// Makes a part ready: read once into memory, off the tasks' threads, where it is hashed and sent from.
    ///
    /// Not so a file that is hashed before it is sent: reading it again then, from the system's memory into libcurl's,
    /// costs less than another copy.
    private func load(_ source: any RequestBody, _ range: Range<Int64>) async throws(S3Error) -> PartBody {
        if Task.isCancelled { throw .cancelled(operation) }
        let isReadBefore = source is FileBody && PayloadPreparation.readsFirst(client.pipeline.configuration)
        guard !isReadBefore, Int64(range.count) <= Self.maximumInMemory else {
            return PartBody(source, range, progress: progress)
        }
        let buffer = try await BlockingThreads.shared.run(operation) {
            let buffer = PartBuffer(capacity: range.count, from: memory)
            try buffer.fill(from: source, at: range.lowerBound)
            return buffer
        }
        return PartBody(buffer, progress: progress)
    }

    // MARK: Requests

    /// Stores a body whole.
    func put(_ body: PartBody) async throws(S3Error) -> UploadedObject {
        let input = settled(hasParts: false).putObject(bucket: bucket, key: key, body: body)
        let output = try await BandwidthLimiter.pace(limiter, body.count, isAlone: true, operation) {
            () throws(S3Error) in
            try await client.putObject(input)
        }
        body.finish()
        return UploadedObject(eTag: output.eTag, versionID: output.versionID, size: body.count, partCount: 0)
    }

    /// Stores a part.
    func send(_ body: PartBody, number: Int, _ uploadID: String) async throws(S3Error) -> SentPart {
        let arguments = partArguments
        let input = arguments.uploadPart(bucket: bucket, key: key, number: number, uploadID: uploadID, body: body)
        let output = try await BandwidthLimiter.pace(limiter, body.count, isAlone: false, operation) {
            () throws(S3Error) in
            try await client.uploadPart(input)
        }
        guard let tag = output.eTag else {
            throw S3Client.malformed("UploadPart", "the answer has no ETag")
        }
        body.finish()
        let part = UploadedPart(eTag: tag, partNumber: number, output, algorithm: arguments.checksumAlgorithm)
        return SentPart(part: part, size: body.count)
    }
}
