import FileSystem
import Foundation
import LocalStore
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

private let tiny: ReadConfiguration = {
    var configuration = ReadConfiguration()
    configuration.pieceSize = 4
    configuration.blockSize = 8
    configuration.wholeSize = 8
    configuration.firstWindow = 8
    configuration.maximumWindow = 32
    configuration.maximumFetch = 16
    configuration.tolerance = 8
    return configuration
}()

private func tinyEngine(
    _ store: ReadFakeStore, disk: ReadFakeDisk? = nil, memory: Int64 = 1 << 20
) -> ReadEngine {
    ReadEngine(store: store, storage: disk, memoryLimit: memory, configuration: tiny)
}

private func engine(_ store: ReadFakeStore, memory: Int64 = 128 << 20) -> ReadEngine {
    var configuration = ReadConfiguration()
    // How fast the machine is must not decide how many GETs there are.
    configuration.smallestFetch = configuration.maximumFetch
    return ReadEngine(store: store, storage: nil, memoryLimit: memory, configuration: configuration)
}

/// A value that closures share.
private final class Guarded<Value: Sendable>: Sendable {
    let value: Mutex<Value>
    init(_ value: Value) { self.value = Mutex(value) }
}

/// The piece of the truth that a read must answer.
private func cut(_ bytes: [UInt8], _ offset: Int64, _ size: Int) -> [UInt8] {
    let lower = min(Int(offset), bytes.count)
    return Array(bytes[lower..<min(bytes.count, lower + size)])
}

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

    @Test("an object of one MiB costs one GET to open and read")
    func oneMiBIsOneGET() async throws {
        let store = ReadFakeStore()
        let truth = SplitMix64.bytes(1 << 20, seed: 1)
        let etag = store.plant("o", truth, "v1")
        for opens in [true, false] {
            store.state.withLock { $0.gets = [] }
            let version = engine(store).version("o", etag: etag, size: 1 << 20)
            if opens { #expect(try await version.opened().info.etag == etag) }
            let cursor = version.cursor()
            var all: [UInt8] = []
            for offset in stride(from: Int64(0), to: 1 << 20, by: 128 << 10) {
                all += try await cursor.bytes(offset, 128 << 10)
            }
            #expect(all == truth)
            #expect(store.gets == [.init(key: "o", range: 0..<1 << 20, etag: etag)])
            #expect(store.heads == 0)
            #expect(version.isWhollyInMemory)
        }
    }

    @Test("64 MiB in sequence are few GETs that never overlap", arguments: [true, false])
    func sequentialReads(opens: Bool) async throws {
        let store = ReadFakeStore()
        let truth = SplitMix64.bytes(64 << 20, seed: 2)
        let etag = store.plant("o", truth, "v1")
        let engine = engine(store)
        let version = engine.version("o", etag: etag, size: 64 << 20)
        if opens { _ = try await version.opened() }
        let cursor = version.cursor()
        for offset in stride(from: Int64(0), to: 64 << 20, by: 128 << 10) {
            let bytes = try await cursor.bytes(offset, 128 << 10)
            #expect(bytes.elementsEqual(truth[Int(offset)..<Int(offset) + 128 << 10]), "at \(offset)")
        }
        let ranges = store.gets.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
        #expect(ranges.first?.lowerBound == 0)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }, "\(ranges)")
        #expect(ranges.last?.upperBound == 64 << 20)
        #expect(ranges.count <= 20, "\(ranges)")
        #expect(engine.usedMemory <= 128 << 20)
    }

    @Test("the kernel's reads in the wrong order are still sequential")
    func readsOutOfOrder() async throws {
        let store = ReadFakeStore()
        let size: Int64 = 32 << 20
        let etag = store.plant("o", SplitMix64.bytes(Int(size), seed: 2), "v1")
        let version = engine(store).version("o", etag: etag, size: size)
        _ = try await version.opened()
        let cursor = version.cursor()
        let step: Int64 = 128 << 10
        var offsets = Array(stride(from: Int64(0), to: size, by: 128 << 10))
        // Groups of eight, each backwards.
        for start in stride(from: 0, to: offsets.count, by: 8) { offsets[start..<start + 8].reverse() }
        for offset in offsets { _ = try await cursor.bytes(offset, Int(step)) }
        #expect(store.askedBytes == size)
        #expect(store.gets.count <= 24, "\(store.gets.map(\.range))")
    }

    @Test("a random read of 4 KiB asks for the piece it is in, and no more")
    func randomReadsAreSmall() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        let store = ReadFakeStore()
        let size: Int64 = 64 << 20
        let truth = SplitMix64.bytes(Int(size), seed: 3)
        let etag = store.plant("o", truth, "v1")
        let cursor = engine(store).version("o", etag: etag, size: size).cursor()
        for _ in 0..<200 {
            let offset = Int64.random(in: 1..<size / 4096, using: &random) * 4096
            let before = store.askedBytes
            #expect(try await cursor.bytes(offset, 4096) == cut(truth, offset, 4096))
            #expect(store.askedBytes - before <= 128 << 10, "seed \(seed)")
        }
    }

    @Test("a reader is woken when its bytes have come, not when the GET ends")
    func wokenEarly() async throws {
        let store = ReadFakeStore(chunk: 4)
        let truth = (0..<64).map { UInt8($0) }
        let etag = store.plant("o", truth, "v1")
        let gate = Gate()
        store.onChunk { _, offset throws(StoreError) in if offset >= 8 { try await gate.pass() } }
        let version = tinyEngine(store).version("o", etag: etag, size: 64)
        let whole = ReadOutcome()
        version.cursor().read(offset: 0, size: 64, completion: whole.completion)
        #expect(try await version.cursor().bytes(0, 7) == cut(truth, 0, 7))
        #expect(try await version.cursor().bytes(5, 3) == cut(truth, 5, 3))
        #expect(whole.count == 0)
        gate.open()
        #expect(try await whole.value().get() == truth)
        // One engine read, all others joined it.
        #expect(store.askedBytes == 64)
    }

    @Test("readers of bytes that are on their way join the GET")
    func joins() async throws {
        let store = ReadFakeStore(chunk: 4)
        let etag = store.plant("o", (0..<8).map { UInt8($0) }, "v1")
        let gate = Gate()
        store.onGet { _ throws(StoreError) in try await gate.pass() }
        let version = tinyEngine(store).version("o", etag: etag, size: 8)
        let outcomes = (0..<20).map { _ in ReadOutcome() }
        for outcome in outcomes { version.cursor().read(offset: 0, size: 8, completion: outcome.completion) }
        // Cursors that are freed must not end what others wait for.
        await gate.waitForArrivals()
        gate.open()
        for outcome in outcomes { #expect(try await outcome.value().get().count == 8) }
        #expect(store.gets.count == 1)
    }

    @Test("when the object changes, readers get an error and never bytes of two versions")
    func versionChange() async throws {
        for honours in [true, false] {
            let store = ReadFakeStore(chunk: 4)
            store.state.withLock { $0.honoursIfMatch = honours }
            let old = [UInt8](repeating: 1, count: 64)
            let etag = store.plant("o", old, "v1")
            let engine = tinyEngine(store)
            let cursor = engine.version("o", etag: etag, size: 64).cursor()
            #expect(try await cursor.bytes(40, 4) == cut(old, 40, 4))
            store.plant("o", [UInt8](repeating: 2, count: 64), "v2")
            let error = await #expect(throws: StoreError.self) { try await cursor.bytes(20, 8) }
            #expect(error?.reason == .preconditionFailed)
            // What is in memory stays readable.
            #expect(try await cursor.bytes(40, 4) == cut(old, 40, 4))
            let new = engine.version("o", etag: ETag("v2"), size: 64).cursor()
            #expect(try await new.bytes(0, 64) == [UInt8](repeating: 2, count: 64))
            let opened = await #expect(throws: StoreError.self) {
                try await engine.version("o", etag: ETag("v3"), size: 64).opened()
            }
            #expect(opened?.reason == .preconditionFailed)
        }
    }

    @Test("without a tag from the listing, the first answer's tag pins the version")
    func pinsTheFirstTag() async throws {
        let store = ReadFakeStore(chunk: 4)
        store.plant("o", [UInt8](repeating: 1, count: 64), "v1")
        let engine = tinyEngine(store)
        let version = engine.version("o", etag: nil, size: 64)
        #expect(version !== engine.version("o", etag: nil, size: 64))
        let cursor = version.cursor()
        #expect(try await cursor.bytes(40, 4) == [1, 1, 1, 1])
        #expect(version.etag == ETag("v1"))
        store.plant("o", [UInt8](repeating: 2, count: 64), "v2")
        await #expect(throws: StoreError.self) { try await cursor.bytes(0, 4) }
    }

    @Test("a server that has no tags at all is read without conditions")
    func noTags() async throws {
        let store = ReadFakeStore(chunk: 4)
        store.state.withLock { $0.answersTag = false }
        store.plant("o", [UInt8](repeating: 1, count: 64), "v1")
        let version = tinyEngine(store).version("o", etag: nil, size: 64)
        _ = try await version.opened()
        #expect(try await version.cursor().bytes(0, 64) == [UInt8](repeating: 1, count: 64))
        #expect(store.gets.allSatisfy { $0.etag == nil })
    }

    @Test("cancelling one reader leaves the others; cancelling the last ends the GET")
    func cancellation() async throws {
        let store = ReadFakeStore(chunk: 4)
        let truth = (0..<64).map { UInt8($0) }
        let etag = store.plant("o", truth, "v1")
        let gate = Gate()
        store.onGet { number throws(StoreError) in if number <= 2 { try await gate.pass() } }
        let engine = tinyEngine(store)
        let version = engine.version("o", etag: etag, size: 64)
        let cursor = version.cursor()
        let (first, second, alone) = (ReadOutcome(), ReadOutcome(), ReadOutcome())
        let ticket = cursor.read(offset: 20, size: 4, completion: first.completion)
        cursor.read(offset: 20, size: 4, completion: second.completion)
        let other = version.cursor()
        let lonely = other.read(offset: 48, size: 4, completion: alone.completion)
        await gate.waitForArrivals(2)
        ticket?.cancel()
        ticket?.cancel()
        lonely?.cancel()
        #expect(await first.value() == .failure(StoreError(.cancelled)))
        #expect(await alone.value() == .failure(StoreError(.cancelled)))
        #expect(await readWait { store.cancelled == 1 })
        gate.open()
        #expect(try await second.value().get() == cut(truth, 20, 4))
        #expect(store.cancelled == 1)
        #expect(first.count == 1)
        // What was given up can be read again.
        #expect(try await other.bytes(48, 4) == cut(truth, 48, 4))
        #expect(alone.count == 1)
    }

    @Test("a reader that waits for memory can be cancelled, and the others have their turn")
    func cancellationInTheQueue() async throws {
        let store = ReadFakeStore(chunk: 4)
        for name in ["a", "b", "c"] { store.plant(ObjectKey(name), [UInt8](repeating: 7, count: 64), "v") }
        let gate = Gate()
        store.onGet { number throws(StoreError) in if number == 1 { try await gate.pass() } }
        let engine = tinyEngine(store, memory: 16)
        let cursors = ["a", "b", "c"].map { engine.version(ObjectKey($0), etag: ETag("v"), size: 64).cursor() }
        let outcomes = cursors.map { _ in ReadOutcome() }
        var tickets: [ReadTicket?] = []
        for (cursor, outcome) in zip(cursors, outcomes) {
            tickets.append(cursor.read(offset: 16, size: 16, completion: outcome.completion))
        }
        await gate.waitForArrivals()
        tickets[1]?.cancel()
        #expect(await outcomes[1].value() == .failure(StoreError(.cancelled)))
        gate.open()
        #expect(try await outcomes[0].value().get().count == 16)
        #expect(try await outcomes[2].value().get().count == 16)
        #expect(Set(store.gets.map(\.key)) == ["a", "c"])
        #expect(engine.usedMemory <= 16)
    }

    @Test("a failed GET fails its readers, and the next read tries again")
    func failureThenRetry() async throws {
        let store = ReadFakeStore(chunk: 4)
        let truth = (0..<64).map { UInt8($0) }
        let etag = store.plant("o", truth, "v1")
        let isBroken = Guarded(true)
        store.onChunk { _, offset throws(StoreError) in
            if offset >= 24, isBroken.value.withLock({ $0 }) { throw StoreError(.unavailable) }
        }
        let engine = tinyEngine(store)
        let version = engine.version("o", etag: etag, size: 64)
        let cursor = version.cursor()
        let error = await #expect(throws: StoreError.self) { try await cursor.bytes(16, 16) }
        #expect(error?.reason == .unavailable)
        // What had come stays.
        #expect(try await cursor.bytes(16, 8) == cut(truth, 16, 8))
        isBroken.value.withLock { $0 = false }
        #expect(try await cursor.bytes(16, 16) == cut(truth, 16, 16))
        cursor.close()
        engine.forget("o")
        #expect(await readWait { engine.usedMemory == 0 })
    }

    @Test("an answer that is too short is an error, not bytes")
    func shortAnswer() async throws {
        let store = ReadFakeStore(chunk: 4)
        store.state.withLock { $0.answersTag = false }
        let etag = store.plant("o", [1, 2, 3], "v1")
        let error = await #expect(throws: StoreError.self) {
            try await tinyEngine(store).version("o", etag: etag, size: 64).cursor().bytes(0, 8)
        }
        #expect(error?.reason == .preconditionFailed)
    }

    @Test("bytes of a GET that proves to be corrupted at its end do not stay")
    func corruptedAtTheEnd() async throws {
        let store = ReadFakeStore(chunk: 4)
        let truth = (0..<64).map { UInt8($0) }
        let etag = store.plant("o", truth, "v1")
        store.onChunk { number, offset throws(StoreError) in
            if number == 1, offset >= 28 { throw StoreError(.corrupted) }
        }
        let version = tinyEngine(store).version("o", etag: etag, size: 64)
        let cursor = version.cursor()
        await #expect(throws: StoreError.self) { try await cursor.bytes(20, 12) }
        #expect(await readWait { !version.hasCachedContent })
        #expect(try await cursor.bytes(20, 12) == cut(truth, 20, 12))
        #expect(store.gets.map(\.range) == [20..<32, 20..<32])
    }

    @Test("a fetch ahead that breaks disturbs nobody")
    func brokenPrefetch() async throws {
        let store = ReadFakeStore(chunk: 4)
        let truth = (0..<128).map { UInt8($0) }
        let etag = store.plant("o", truth, "v1")
        store.onGet { number throws(StoreError) in if number % 2 == 0 { throw StoreError(.unavailable) } }
        let cursor = tinyEngine(store).version("o", etag: etag, size: 128).cursor()
        var failures = 0
        var all: [UInt8] = []
        while all.count < 128 {
            do { all += try await cursor.bytes(Int64(all.count), 4) } catch { failures += 1 }
            #expect(failures < 40)
            if failures >= 40 { return }
        }
        #expect(all == truth)
    }

    @Test("closing the last handle ends what was being fetched ahead, and its memory can go")
    func closeEndsPrefetch() async throws {
        let store = ReadFakeStore(chunk: 4)
        let etag = store.plant("o", [UInt8](repeating: 1, count: 128), "v1")
        let gate = Gate()
        store.onGet { number throws(StoreError) in if number > 1 { try await gate.pass() } }
        let engine = tinyEngine(store)
        let cursor = engine.version("o", etag: etag, size: 128).cursor()
        _ = try await cursor.bytes(0, 4)
        _ = try await cursor.bytes(4, 4)
        await gate.waitForArrivals()
        let waiting = store.gets.count - 1
        cursor.close()
        #expect(await readWait { store.cancelled == waiting })
        engine.forget("o")
        #expect(await readWait { engine.usedMemory == 0 })
    }

    @Test("open joins the GET of another open, and asks by HEAD when the bytes are here")
    func opening() async throws {
        let store = ReadFakeStore(chunk: 4)
        let etag = store.plant("o", (0..<64).map { UInt8($0) }, "v1")
        store.plant("empty", [], "v0")
        let gate = Gate()
        store.onGet { _ throws(StoreError) in try await gate.pass() }
        let engine = tinyEngine(store)
        let version = engine.version("o", etag: etag, size: 64)
        #expect(!version.hasCachedContent)
        async let first = version.opened()
        async let second = engine.version("o", etag: etag, size: 64).opened()
        await gate.waitForArrivals()
        gate.open()
        #expect(try await first.info.etag == etag)
        #expect(try await second.info.size == 64)
        // The second may have come when the first was answered already.
        #expect(store.gets.count == 1 && store.heads <= 1)
        #expect(store.gets[0].range == 0..<8)
        let heads = store.heads
        #expect(await readWait { version.hasCachedContent })
        _ = try await version.opened()
        #expect(store.gets.count == 1 && store.heads == heads + 1)
        let empty = engine.version("empty", etag: ETag("v0"), size: 0)
        #expect(try await empty.opened().info.size == 0)
        #expect(try await empty.cursor().bytes(0, 10) == [])
        #expect(store.gets.count == 1)
    }

    @Test("a renamed version goes on under its new key, also in the middle of a GET")
    func relocation() async throws {
        let store = ReadFakeStore(chunk: 4)
        let truth = (0..<64).map { UInt8($0) }
        let etag = store.plant("old", truth, "v1")
        let gate = Gate()
        store.onGet { number throws(StoreError) in if number == 1 { try await gate.pass() } }
        let engine = tinyEngine(store)
        let version = engine.version("old", etag: etag, size: 64)
        let outcome = ReadOutcome()
        let cursor = version.cursor()
        cursor.read(offset: 20, size: 4, completion: outcome.completion)
        await gate.waitForArrivals()
        store.plant("new", truth, "v2")
        store.remove("old")
        version.relocate(key: "new", etag: ETag("v2"))
        gate.open()
        #expect(try await outcome.value().get() == cut(truth, 20, 4))
        #expect(try await cursor.bytes(40, 4) == cut(truth, 40, 4))
        #expect(store.gets.last == .init(key: "new", range: 40..<44, etag: ETag("v2")))
        #expect(engine.version("new", etag: ETag("v2"), size: 64) === version)
        #expect(engine.version("old", etag: etag, size: 64) !== version)
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

    @Test("a writer fetches exactly its range, and its task's cancellation ends the GET")
    func writerFetch() async throws {
        let store = ReadFakeStore(chunk: 3)
        let truth = (0..<100).map { UInt8($0) }
        let etag = store.plant("o", truth, "v1")
        let version = tinyEngine(store).version("o", etag: etag, size: 100)
        var got: [UInt8] = []
        try await version.fetch(ByteRange(9..<1000)) { bytes, offset in
            #expect(offset == Int64(9 + got.count))
            got += bytes
        }
        #expect(got == Array(truth[9...]))
        #expect(store.askedBytes == 92)
        let gate = Gate()
        store.onGet { _ throws(StoreError) in try await gate.pass() }
        let other = tinyEngine(store).version("o", etag: etag, size: 100)
        let task = Task { () -> StoreError? in
            do throws(StoreError) { try await other.fetch(ByteRange(0..<100)) { _, _ in } } catch { return error }
            return nil
        }
        await gate.waitForArrivals()
        task.cancel()
        #expect(await task.value?.reason == .cancelled)
        #expect(await readWait { store.cancelled == 1 })
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
