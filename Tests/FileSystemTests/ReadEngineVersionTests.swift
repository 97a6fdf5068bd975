import FileSystem
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

/// A reader sees one version of an object, wherever that is.
@Suite struct ReadEngineVersionTests {
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
}
