/// The bytes of an object as they arrive (boto3: `StreamingBody`).
///
/// Going over it, `read(_:)` and `collect(upTo:)` all take from one stream, each byte once. No more than two mebibytes are
/// held: the transfer pauses while nobody reads. A connection that breaks is taken up where it broke, as long as the
/// object is the same. At the end the bytes are held against the object's checksum, where there is one. Letting go of
/// the body, or of a loop over it, ends the transfer.
public struct ObjectBody: AsyncSequence, Sendable {
    let stream: BodyStream
    private let lease: BodyLease?

    /// Bytes that are there already: for tests.
    public init(_ bytes: [UInt8]) {
        stream = BodyStream(bytes)
        lease = nil
    }

    /// The bytes that `transfer` brings.
    init(_ stream: BodyStream, transfer: Task<Void, Never>) {
        self.stream = stream
        lease = BodyLease(stream: stream, transfer: transfer)
    }

    /// All bytes from here to the end (boto3: `read`).
    ///
    /// - Parameter maximum: how many bytes there may be.
    /// - Throws: `S3Error` when there are more than `maximum`, the transfer fails, or the checksum does not match.
    public func collect(upTo maximum: Int = .max) async throws(S3Error) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await stream.next() {
            guard bytes.count + piece.count <= maximum else {
                close()
                throw S3Error(
                    .invalidInput, code: "InvalidInput", message: "the object has more than \(maximum) bytes",
                    operation: "GetObject")
            }
            // A small object is one piece.
            if bytes.isEmpty {
                bytes = piece
                if let expected = stream.expectedCount, expected > Int64(piece.count), expected <= Int64(maximum) {
                    bytes.reserveCapacity(Int(Swift.min(expected, 1 << 30)))
                }
            } else {
                bytes += piece
            }
        }
        return bytes
    }

    /// The next bytes (boto3: `read(amt)`).
    ///
    /// - Returns: `count` bytes, fewer only at the end, none after it.
    /// - Throws: `S3Error` when the transfer fails, or the checksum does not match.
    public func read(_ count: Int) async throws(S3Error) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count, let piece = try await stream.next() {
            let missing = count - bytes.count
            bytes += piece.prefix(missing)
            if piece.count > missing { stream.putBack(Array(piece.dropFirst(missing))) }
        }
        return bytes
    }

    /// Ends the transfer (boto3: `close`); what is not read yet is lost.
    public func close() { lease?.end() }

    /// The lines, without their ends (boto3: `iter_lines`).
    public var lines: ObjectLines { ObjectLines(body: self) }

    /// Goes over the bytes in pieces of 64 KiB and more, the last excepted (boto3: `iter_chunks`).
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }

    /// One pass over the pieces.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let body: ObjectBody
        private let loop: BodyLoop

        init(body: ObjectBody) {
            self.body = body
            loop = BodyLoop(body: body)
        }

        /// The next piece; nil at the end.
        ///
        /// - Throws: `S3Error` when the transfer fails, or the checksum does not match.
        public mutating func next() async throws(S3Error) -> [UInt8]? { try await body.stream.next() }

        /// The next piece; nil at the end.
        ///
        /// - Throws: `S3Error` when the transfer fails, or the checksum does not match.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(S3Error) -> [UInt8]? {
            try await body.stream.next()
        }
    }

    /// Ends the transfer when a loop over the body is left.
    private final class BodyLoop: Sendable {
        private let body: ObjectBody
        init(body: ObjectBody) { self.body = body }
        deinit { body.close() }
    }
}

/// The right to a transfer: it ends with the last who could read it.
private final class BodyLease: Sendable {
    private let stream: BodyStream
    private let transfer: Task<Void, Never>

    init(stream: BodyStream, transfer: Task<Void, Never>) {
        self.stream = stream
        self.transfer = transfer
    }

    deinit { end() }

    func end() {
        stream.abandon()
        transfer.cancel()
    }
}
