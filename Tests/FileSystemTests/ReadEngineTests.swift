import FileSystem
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

/// What is read is the truth, from wherever it comes.
@Suite struct ReadEngineTests {
    @Test("every range of every small object reads as it is, cold and warm, with and without a disk")
    func everySmallRange() async throws {
        for size in [0, 1, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24, 25] {
            let truth = (0..<size).map { UInt8($0 + 1) }
            for hasDisk in [false, true] {
                let store = ReadFakeStore(chunk: 3)
                let etag = store.plant("o", truth, "v1")
                let disk = hasDisk ? ReadFakeDisk() : nil
                let shared = tinyEngine(store, disk: disk)
                let sharedCursor = shared.version("o", etag: etag, size: Int64(size)).cursor()
                for offset in 0...size + 1 {
                    for length in [0, 1, 2, 3, 4, 5, 8, 9, 13, size + 2] {
                        let expected = cut(truth, Int64(offset), length)
                        let cold = tinyEngine(store, disk: disk)
                        let version = cold.version("o", etag: etag, size: Int64(size))
                        #expect(
                            try await version.cursor().bytes(Int64(offset), length) == expected,
                            "\(size) \(offset) \(length)")
                        #expect(try await sharedCursor.bytes(Int64(offset), length) == expected)
                    }
                }
            }
        }
    }

    @Test("random reads from 8 threads over few buffers answer the truth", arguments: [48, 64, 200, 100_000])
    func randomReads(memory: Int64) async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let store = ReadFakeStore(chunk: 5)
        let truths = (0..<6).map { SplitMix64.bytes(37 * $0 + 11, seed: UInt64($0)) }
        for (index, truth) in truths.enumerated() { store.plant(ObjectKey("k\(index)"), truth, "t\(index)") }
        let engine = tinyEngine(store, disk: memory == 200 ? ReadFakeDisk() : nil, memory: memory)
        let peak = Guarded(Int64(0))
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    var random = SplitMix64(seed: seed &+ UInt64(thread))
                    for _ in 0..<60 {
                        let which = Int.random(in: 0..<truths.count, using: &random)
                        let truth = truths[which]
                        let version = engine.version(
                            ObjectKey("k\(which)"), etag: ETag("t\(which)"), size: Int64(truth.count))
                        let cursor = version.cursor()
                        var offset = Int64.random(in: 0...Int64(truth.count), using: &random)
                        for _ in 0..<10 {
                            let size = Int.random(in: 0...20, using: &random)
                            let result = try? await cursor.bytes(offset, size)
                            #expect(result == cut(truth, offset, size), "seed \(seed)")
                            peak.value.withLock { $0 = max($0, engine.usedMemory) }
                            offset =
                                Bool.random(using: &random)
                                ? offset + Int64(size) : Int64.random(in: 0...Int64(truth.count), using: &random)
                        }
                        if Bool.random(using: &random) { engine.forget(ObjectKey("k\(which)")) }
                        cursor.close()
                    }
                }
            }
        }
        #expect(peak.value.withLock { $0 } <= memory, "seed \(seed)")
    }

    @Test("200 objects read at once over 8 pieces of memory all come, within the memory")
    func manyVersionsFewBuffers() async throws {
        let store = ReadFakeStore(chunk: 3)
        let engine = tinyEngine(store, memory: 32)
        let truth = (0..<64).map { UInt8($0) }
        for index in 0..<200 { store.plant(ObjectKey("k\(index)"), truth, "t") }
        let peak = Guarded(Int64(0))
        store.onChunk { _, _ in
            peak.value.withLock { $0 = max($0, engine.usedMemory) }
            await Task.yield()
        }
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let cursor = engine.version(ObjectKey("k\(index)"), etag: ETag("t"), size: 64).cursor()
                    for offset in stride(from: Int64(0), to: 64, by: 10) {
                        #expect((try? await cursor.bytes(offset, 10)) == cut(truth, offset, 10))
                    }
                    cursor.close()
                }
            }
        }
        #expect(peak.value.withLock { $0 } <= 32)
        #expect(peak.value.withLock { $0 } > 0)
        #expect(await readWait { engine.usedMemory <= 32 })
        store.onChunk(nil)
    }

    @Test("whole blocks go to the disk, and are read from there; a lost one from the store")
    func diskCache() async throws {
        let store = ReadFakeStore(chunk: 3)
        let truth = (0..<61).map { UInt8($0) }
        let etag = store.plant("o", truth, "v1")
        let disk = ReadFakeDisk()
        let first = tinyEngine(store, disk: disk)
        #expect(try await first.version("o", etag: etag, size: 61).cursor().bytes(0, 61) == truth)
        #expect(await readWait { disk.blocks.withLock { $0.count } == 8 })
        let asked = store.gets.count
        let second = tinyEngine(store, disk: disk)
        let version = second.version("o", etag: etag, size: 61)
        #expect(version.hasCachedContent && !version.isWhollyInMemory)
        #expect(try await version.cursor().bytes(0, 61) == truth)
        #expect(try await version.cursor().bytes(57, 10) == cut(truth, 57, 10))
        #expect(store.gets.count == asked)
        disk.lost.withLock { $0 = [2, 7] }
        let third = tinyEngine(store, disk: disk).version("o", etag: etag, size: 61)
        #expect(try await third.cursor().bytes(0, 61) == truth)
        #expect(Set(store.gets.dropFirst(asked).map(\.range)) == [16..<24, 56..<61])
        // Another version finds nothing.
        #expect(!second.version("o", etag: ETag("v2"), size: 61).hasCachedContent)
    }

    @Test("bytes that a handle has read are there for the next one, until they are forgotten")
    func sharing() async throws {
        let store = ReadFakeStore(chunk: 3)
        let etag = store.plant("o", (0..<64).map { UInt8($0) }, "v1")
        let engine = tinyEngine(store)
        do {
            let cursor = engine.version("o", etag: etag, size: 64).cursor()
            _ = try await cursor.bytes(20, 4)
            cursor.close()
        }
        let again = engine.version("o", etag: etag, size: 64)
        #expect(again.hasCachedContent)
        _ = try await again.cursor().bytes(20, 4)
        #expect(store.gets.count == 1)
        engine.forget("o")
        #expect(!again.hasCachedContent)
        _ = try await again.cursor().bytes(20, 4)
        #expect(store.gets.count == 2)
    }
}
