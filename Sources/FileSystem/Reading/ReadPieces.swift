import LocalStore

/// Bytes of one version that were read: pieces of buffers, kept from being dropped as long as this is.
package struct ReadPieces: Sendable {
    /// Contiguous, covering `range`.
    private let pieces: [Piece]
    private let range: Range<Int64>
    private let pieceSize: Int64

    static let empty = ReadPieces([], 0..<0, pieceSize: 1)

    init(_ pieces: [Piece], _ range: Range<Int64>, pieceSize: Int64) {
        self.pieces = pieces
        self.range = range
        self.pieceSize = pieceSize
    }

    /// How many bytes there are.
    package var count: Int { Int(range.upperBound - range.lowerBound) }

    /// Calls `body` with the bytes, in order; valid during the call only.
    package func withPieces<Value>(_ body: ([UnsafeRawBufferPointer]) throws -> Value) rethrows -> Value {
        let buffers = pieces.map { piece in
            let start = piece.index * pieceSize
            let lower = max(range.lowerBound, start)
            let upper = min(range.upperBound, start + Int64(piece.capacity))
            return UnsafeRawBufferPointer(start: piece.memory + Int(lower - start), count: Int(upper - lower))
        }
        return try withExtendedLifetime(pieces) { try body(buffers) }
    }

    /// Notes that a reader takes them.
    func touch() {
        let new = pieces.filter { $0.noteReader() }
        new.first?.version.budget.markRead(new)
    }

    /// A copy of the bytes.
    package func bytes() -> [UInt8] {
        withPieces { buffers in
            var all: [UInt8] = []
            all.reserveCapacity(count)
            for buffer in buffers { all.append(contentsOf: buffer) }
            return all
        }
    }
}

extension ReadPieces: BlockContent {}
