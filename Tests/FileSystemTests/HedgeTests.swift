import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

@testable import FileSystem

@Suite struct HedgeTests {
    @Test("Nothing is late before enough is known; then what takes twice the usual is")
    func patience() {
        var rule = HedgeRule()
        for _ in 0..<15 { rule.note(0.1) }
        #expect(rule.patience == nil)
        for _ in 0..<50 { rule.note(0.1) }
        #expect(rule.patience == 0.2)
        for _ in 0..<2 { rule.note(5) }
        #expect(rule.patience == 0.2)
        for _ in 0..<64 { rule.note(0.0001) }
        #expect(rule.patience == 0.02)
    }

    @Test("At most one GET of twenty is sent twice")
    func budget() {
        var rule = HedgeRule()
        var taken = 0
        for _ in 0..<1000 {
            rule.note(0.1)
            while rule.take() { taken += 1 }
        }
        #expect((45...52).contains(taken))
    }

    @Test("A GET that never answers is overtaken by a second one, and the bytes are right")
    func overtaken() async throws {
        let store = ReadFakeStore()
        let truth = SplitMix64.bytes(64 << 20, seed: 5)
        let etag = store.plant("o", truth, "v1")
        let engine = ReadEngine(
            store: store, storage: nil, memoryLimit: 128 << 20, configuration: ReadConfiguration())
        let cursor = engine.version("o", etag: etag, size: 64 << 20).cursor()
        let gate = Gate()
        // The first forty answers teach what is usual; then one does not come.
        let stuck = Mutex(false)
        store.onGet { number async throws(StoreError) in
            let isStuck = stuck.withLock { stuck in
                guard number >= 40, !stuck else { return false }
                stuck = true
                return true
            }
            if isStuck { try await gate.pass() }
        }
        for index in 0..<60 {
            let offset = Int64(index * 37 % 64) << 20 + 4096
            let bytes = try await cursor.bytes(offset, 4096)
            #expect(bytes.elementsEqual(truth[Int(offset)..<Int(offset) + 4096]), "at \(offset)")
        }
        #expect(gate.arrivals == 1)
        gate.open()
    }
}
