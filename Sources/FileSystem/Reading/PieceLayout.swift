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

    /// The pieces to tell of now that bytes have come in order up to the end of `new`, in bytes: they are full, and nobody
    /// was told before.
    ///
    /// Of a long run, several at a time.
    ///
    /// - Parameter run: what is to come, from the start of a piece to the end of one.
    func wholePieces(of new: Range<Int64>, in run: Range<Int64>) -> Range<Int64> {
        let length = run.upperBound - run.lowerBound
        let step = length >= Self.longRun * pieceSize ? Self.piecesAtOnce * pieceSize : pieceSize
        func told(_ end: Int64) -> Int64 { end - (end - run.lowerBound) % step }
        let upper = new.upperBound == run.upperBound ? new.upperBound : told(new.upperBound)
        return told(new.lowerBound)..<max(told(new.lowerBound), upper)
    }

    /// A run of so many pieces is long.
    private static let longRun: Int64 = 32
    /// 128 KiB of 32 KiB each: what the kernel reads at once at least, when it reads ahead.
    private static let piecesAtOnce: Int64 = 4
}
