import FileSystem
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

/// Who gives up, and what fails, takes nothing from others.
@Suite struct ReadEngineFailureTests {
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
}
