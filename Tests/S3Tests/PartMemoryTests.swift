import Testing

@testable import S3

@Suite struct PartMemoryTests {
    @Test("What one part leaves the next one of its length takes, and bytes that are in use are nobody else's")
    func reuse() {
        let memory = PartMemory()
        let first = memory.take(8192)
        let second = memory.take(8192)
        #expect(first.baseAddress != second.baseAddress)
        memory.give(first)
        #expect(memory.take(8192).baseAddress == first.baseAddress)
        let third = memory.take(8192)
        #expect(third.baseAddress != first.baseAddress && third.baseAddress != second.baseAddress)
        for part in [first, second, third] { memory.give(part) }
    }

    @Test("Parts of another length leave none of the old memory in use, and what comes back late is no longer kept")
    func growth() {
        let memory = PartMemory()
        let small = memory.take(4096)
        let large = memory.take(1 << 20)
        memset(large)
        memory.give(small)
        let again = memory.take(1 << 20)
        #expect(again.baseAddress != large.baseAddress)
        memset(again)
        #expect(large.allSatisfy { $0 == 7 })
        memory.give(large)
        memory.give(again)
    }

    private func memset(_ memory: UnsafeMutableRawBufferPointer) {
        memory.initializeMemory(as: UInt8.self, repeating: 7)
    }
}
