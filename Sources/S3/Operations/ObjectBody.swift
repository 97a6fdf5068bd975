import Synchronization

/// The bytes of an object (boto3: `StreamingBody`).
public struct ObjectBody: AsyncSequence, Sendable {
    private let bytes: [UInt8]

    /// Bytes that are there already: for tests.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// All bytes (boto3: `read`).
    ///
    /// - Throws: `S3Error` when there are more than `maximum`.
    public func collect(upTo maximum: Int = .max) async throws(S3Error) -> [UInt8] {
        guard bytes.count <= maximum else {
            throw S3Error(
                .invalidInput, code: "InvalidInput", message: "the object has more than \(maximum) bytes",
                operation: "GetObject")
        }
        return bytes
    }

    /// Goes over the bytes piece by piece (boto3: `iter_chunks`).
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: bytes[...]) }

    /// One pass over the pieces.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var rest: ArraySlice<UInt8>

        /// The next piece; nil at the end.
        ///
        /// - Throws: `S3Error` when the transfer fails.
        public mutating func next() async throws(S3Error) -> [UInt8]? { take() }

        /// The next piece; nil at the end.
        ///
        /// - Throws: `S3Error` when the transfer fails.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(S3Error) -> [UInt8]? { take() }

        private mutating func take() -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            let piece = Array(rest.prefix(256 << 10))
            rest = rest.dropFirst(piece.count)
            return piece
        }
    }
}

/// Collects what arrives.
final class CollectedBody: BodySink {
    /// Guards the bytes so far.
    private let state = Mutex<[UInt8]>([])

    var bytes: [UInt8] { state.withLock { $0 } }

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        state.withLock { $0.append(contentsOf: bytes) }
    }
}
