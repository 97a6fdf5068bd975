import Testing

@testable import FileSystem

private let step: Int64 = 128 << 10
private let mebibyte: Int64 = 1 << 20

@Suite struct ReadPatternTests {
    private func pattern(_ size: Int64) -> ReadPattern {
        ReadPattern(size: size, configuration: ReadConfiguration())
    }

    @Test("the window grows with a sequential reader, ends with the object, and nothing is asked for twice")
    func grows() {
        let size = 100 * mebibyte
        var pattern = pattern(size)
        var end: Int64 = 0
        var largest: Int64 = 0
        for offset in stride(from: Int64(0), to: size, by: 128 << 10) {
            let plan = pattern.read(offset..<offset + step).plan
            if !plan.ahead.isEmpty {
                #expect(plan.ahead.lowerBound == max(end, offset + step))
                end = plan.ahead.upperBound
                largest = max(largest, end - offset)
            }
            #expect(end <= min(size, offset + step + 32 * mebibyte))
        }
        #expect(end == size)
        #expect(largest > 24 * mebibyte)
    }

    @Test("a reader who jumps about is given what he asks for, and what was ahead of him is let go")
    func shrinks() {
        var pattern = pattern(1000 * mebibyte)
        for index in Int64(0)..<40 { _ = pattern.read(step * index..<step * (index + 1)) }
        let (plan, abandoned) = pattern.read(500 * mebibyte + 4096..<500 * mebibyte + 8192)
        #expect(plan.target == 500 * mebibyte + 8192)
        #expect(plan.ahead.isEmpty)
        #expect(abandoned.lowerBound == 40 * step && abandoned.count > 0)
        let next = pattern.read(30 * mebibyte..<30 * mebibyte + 4096)
        #expect(next.plan.target == 30 * mebibyte + 4096 && next.plan.ahead.isEmpty && next.abandoned.isEmpty)
    }

    @Test("reads of the same place again ask for nothing ahead")
    func staysInPlace() {
        var pattern = pattern(1000 * mebibyte)
        for _ in 0..<1000 {
            #expect(pattern.read(100 * mebibyte..<100 * mebibyte + 4096).plan.ahead.isEmpty)
        }
    }

    @Test("who reads backwards is given nothing ahead")
    func backwards() {
        var pattern = pattern(1000 * mebibyte)
        for index in (Int64(0)..<800).reversed() {
            #expect(
                pattern.read(100 * mebibyte + index * step..<100 * mebibyte + (index + 1) * step).plan.ahead.isEmpty)
        }
    }

    @Test("what memory refused is asked for again")
    func asksAgain() {
        var pattern = pattern(1000 * mebibyte)
        let first = pattern.read(0..<step).plan.ahead
        #expect(first == step..<10 * step)
        pattern.askedOnly(to: step)
        #expect(pattern.read(step..<2 * step).plan.ahead.lowerBound == 2 * step)
    }

    @Test("a small object is fetched whole, wherever reading begins")
    func smallObject() {
        var pattern = pattern(mebibyte)
        #expect(pattern.read(500_000..<500_001).plan.target == mebibyte)
    }
}
