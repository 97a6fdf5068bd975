/// How an object is divided into pieces and blocks.
struct PieceLayout: Sendable {
    let size: Int64
    let pieceSize: Int64
    let blockSize: Int64

    func start(of piece: Int64) -> Int64 { piece * pieceSize }

    /// Bytes of a piece; the last of the object is shorter.
    func capacity(of piece: Int64) -> Int64 { min(pieceSize, size - piece * pieceSize) }

    /// The pieces that hold a range of bytes, which is cut at the object's end.
    func pieces(of range: Range<Int64>) -> Range<Int64> {
        let upper = min(range.upperBound, size)
        guard range.lowerBound < upper else { return 0..<0 }
        return range.lowerBound / pieceSize..<(upper + pieceSize - 1) / pieceSize
    }

    func block(of piece: Int64) -> Int64 { piece * pieceSize / blockSize }

    /// The bytes of a block.
    func range(ofBlock block: Int64) -> Range<Int64> {
        block * blockSize..<min(size, (block + 1) * blockSize)
    }
}
