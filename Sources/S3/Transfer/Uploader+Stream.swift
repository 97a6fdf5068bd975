extension Uploader {
    /// Uploads a stream whose length shows at its end.
    ///
    /// - Parameter expected: about how many bytes there are, if anybody knows.
    nonisolated(nonsending) func upload<Source: AsyncSequence>(
        stream source: Source, expected: Int64?
    ) async throws(S3Error) -> UploadedObject where Source.Element: Collection<UInt8> {
        var pieces = StreamPieces(source, operation: operation)
        var growing = try GrowingParts(
            chunk: config.multipartChunkSize, expected: expected, operation: operation)
        // Below the threshold it is stored whole, so that much has to be seen first.
        let head = try await pieces.next(Int(threshold))
        guard Int64(head.count) >= threshold else { return try await put(PartBody(head, progress: progress)) }
        return try await run.run { uploadID throws(S3Error) in
            var sent: [SentPart] = []
            var first: PartBuffer? = growing.next == head.count ? head : nil
            if first == nil { pieces.putBack(head) }
            try await PartWindow.run(
                limit: { Self.parallel(config, growing.next) },
                next: { () throws(S3Error) -> (Int, PartBuffer)? in
                    let buffer: PartBuffer
                    if let whole = first.take() {
                        buffer = whole
                    } else {
                        buffer = try await pieces.next(Int(growing.next))
                        if buffer.count == 0 { return nil }
                    }
                    try growing.add(Int64(buffer.count), operation: operation)
                    return (growing.count, buffer)
                },
                work: { item throws(S3Error) in
                    try await send(PartBody(item.1, progress: progress), number: item.0, uploadID)
                }, done: { part throws(S3Error) in sent.append(part) })
            return sent
        }
    }

    /// As many parts as have the memory of the configured number of small ones.
    private static func parallel(_ config: TransferConfig, _ part: Int64) -> Int {
        let budget = Int64(config.maxConcurrency) * max(config.multipartChunkSize, PartPlan.minimumPartSize)
        return Int(max(1, min(Int64(config.maxConcurrency), budget / part)))
    }
}

/// Cuts a stream anew.
struct StreamPieces<Source: AsyncSequence> where Source.Element: Collection<UInt8> {
    private var iterator: Source.AsyncIterator
    private let operation: String
    private let memory = PartMemory()
    /// What was read and not given out, from `start`.
    private var rest: [UInt8] = []
    private var start = 0

    init(_ source: Source, operation: String) {
        iterator = source.makeAsyncIterator()
        self.operation = operation
    }

    /// The next bytes: as many as wanted, or fewer at the end.
    ///
    /// - Throws: `S3Error` `.local` with what the stream throws, or `.cancelled`.
    nonisolated(nonsending) mutating func next(_ wanted: Int) async throws(S3Error) -> PartBuffer {
        let buffer = PartBuffer(capacity: wanted, from: memory)
        while buffer.count < wanted {
            if start < rest.count {
                start += rest.withUnsafeBytes { buffer.append(UnsafeRawBufferPointer(rebasing: $0[start...])) }
                continue
            }
            if Task.isCancelled { throw .cancelled(operation) }
            let element: Source.Element?
            do {
                element = try await iterator.next(isolation: #isolation)
            } catch {
                throw .local(error, operation)
            }
            guard let element else { break }
            let taken = element.withContiguousStorageIfAvailable { bytes in
                buffer.append(UnsafeRawBufferPointer(bytes))
            }
            if let taken {
                rest = taken < element.count ? Array(element.dropFirst(taken)) : []
            } else {
                rest = Array(element)
            }
            start = 0
        }
        return buffer
    }

    /// Makes bytes that were given out the next ones again.
    mutating func putBack(_ buffer: PartBuffer) {
        rest = Array(buffer.bytes) + rest[start...]
        start = 0
    }
}
