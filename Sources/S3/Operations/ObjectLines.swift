/// The lines of an object, ended by LF or CRLF, as they arrive (boto3: `StreamingBody.iter_lines`).
///
/// What is no UTF-8 is replaced. The last line needs no end.
public struct ObjectLines: AsyncSequence, Sendable {
    let body: ObjectBody

    /// One pass over the lines.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pieces: body.makeAsyncIterator()) }

    /// One pass over the lines.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private var pieces: ObjectBody.AsyncIterator
        private var rest: ArraySlice<UInt8> = []
        private var isAtEnd = false

        init(pieces: ObjectBody.AsyncIterator) { self.pieces = pieces }

        /// The next line; nil at the end.
        ///
        /// - Throws: `S3Error` when the transfer fails, or the checksum does not match.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(S3Error) -> String? {
            // Where no end of a line is, so that a long line is not searched again for each piece.
            var searched = rest.startIndex
            while true {
                if let end = rest[searched...].firstIndex(of: 10) {
                    defer { rest = rest[(end + 1)...] }
                    return Self.text(rest[..<end])
                }
                searched = rest.endIndex
                guard !isAtEnd, let piece = try await pieces.next(isolation: actor) else {
                    isAtEnd = true
                    guard !rest.isEmpty else { return nil }
                    defer { rest = [] }
                    return String(decoding: rest, as: UTF8.self)
                }
                if rest.isEmpty {
                    rest = piece[...]
                    searched = 0
                } else {
                    let kept = rest.count
                    rest = (Array(rest) + piece)[...]
                    searched = kept
                }
            }
        }

        private static func text(_ line: ArraySlice<UInt8>) -> String {
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
    }
}
