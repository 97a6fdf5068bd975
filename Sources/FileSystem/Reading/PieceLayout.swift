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

    /// The pieces that are full now that bytes have come in order up to the end of `new`, and were not before; in bytes.
    ///
    /// - Parameter run: what is to come, from the start of a piece to the end of one.
    func wholePieces(of new: Range<Int64>, in run: Range<Int64>) -> Range<Int64> {
        let lower = new.lowerBound - new.lowerBound % pieceSize
        let upper = new.upperBound == run.upperBound ? new.upperBound : new.upperBound - new.upperBound % pieceSize
        return lower..<max(lower, upper)
    }
}
