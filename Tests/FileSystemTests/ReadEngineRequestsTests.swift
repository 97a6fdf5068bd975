import FileSystem
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

/// How many GETs reading makes, and of what.
@Suite struct ReadEngineRequestsTests {
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
}
