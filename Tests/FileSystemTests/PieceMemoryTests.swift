import Testing

@testable import FileSystem

@Suite struct PieceMemoryTests {
    @Test("A piece that is given back takes nothing of its neighbours with it, and can be had again")
    func neighbours() {
        let size = PieceMemory.pageSize
        var memory = PieceMemory(pieceSize: size)
        defer { memory.unmap() }
        // More than are mapped at once.
        let pieces = (0..<100).map { number in
            let piece = memory.allocate()
            piece.initializeMemory(as: UInt8.self, repeating: UInt8(number), count: size)
            return piece
        }
        #expect(Set(pieces).count == 100)
        for number in stride(from: 0, to: 100, by: 3) {
            PieceMemory.giveBack(pieces[number], size)
            memory.noteEmpty(UInt(bitPattern: pieces[number]))
        }
        for number in 0..<100 where number % 3 != 0 {
            let bytes = UnsafeRawBufferPointer(start: pieces[number], count: size)
            #expect(bytes.allSatisfy { $0 == UInt8(number) }, "piece \(number)")
        }
        let again = (0..<34).map { _ in memory.allocate() }
        #expect(Set(again).isSubset(of: pieces))
    }

    @Test("What was freed last is used first, before anything that has no pages")
    func order() {
        var memory = PieceMemory(pieceSize: PieceMemory.pageSize)
        defer { memory.unmap() }
        let pieces = (0..<3).map { _ in memory.allocate() }
        for piece in pieces { memory.keep(UInt(bitPattern: piece)) }
        #expect(memory.residentCount == 3)
        #expect((0..<3).map { _ in memory.allocate() } == pieces.reversed())
        #expect(memory.residentCount == 0)
    }

    @Test("Pieces are told of once each and in order, however the bytes come")
    func telling() {
        var generator = SystemRandomNumberGenerator()
        for size in [1, 7, 8, 100, 1000, 1021] as [Int64] {
            let layout = PieceLayout(size: size, pieceSize: 8, blockSize: 64)
            for first in 0..<min(3, layout.pieces(of: 0..<size).count) {
                let run = layout.start(of: Int64(first))..<size
                var told = run.lowerBound
                var at = run.lowerBound
                while at < run.upperBound {
                    let end = min(run.upperBound, at + Int64.random(in: 1...20, using: &generator))
                    let range = layout.wholePieces(of: at..<end, in: run)
                    if !range.isEmpty {
                        #expect(range.lowerBound == told)
                        #expect(range.upperBound <= end)
                        told = range.upperBound
                    }
                    #expect(told == run.upperBound || told % 8 == 0)
                    // Nothing that has come waits for long.
                    #expect(end - told < 4 * 8)
                    at = end
                }
                #expect(told == run.upperBound)
            }
        }
    }
}
