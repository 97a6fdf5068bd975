import ObjectStore
import Synchronization
import Testing

@testable import LocalStore

@Suite("Blocks that wait to be stored") struct PendingWritesTests {
    private static let version = BlockVersion(key: "key", etag: ETag("tag"), size: 3 << 20)
    private static let other = BlockVersion(key: "other", etag: ETag("tag"), size: 3 << 20)

    @Test("who waits for a version goes on after its last block, and not before")
    func settling() async throws {
        let pending = PendingWrites()
        pending.begin(Self.version)
        pending.begin(Self.version)
        pending.begin(Self.other)
        let waits = (0..<3).map { _ in Task { await pending.settle(Self.version, atMost: .seconds(3600)) } }
        try await eventually("all wait") { pending.waiting(for: Self.version) == 3 }
        pending.end(Self.version)
        #expect(pending.count(of: Self.version) == 1 && pending.waiting(for: Self.version) == 3)
        pending.end(Self.version)
        for wait in waits { await wait.value }
        #expect(pending.count(of: Self.version) == 0 && pending.count(of: Self.other) == 1)
        await pending.settle(Self.version, atMost: .seconds(3600))
    }

    @Test("a wait ends when its time is over, and its end is the end of it alone")
    func patience() async {
        let pending = PendingWrites()
        pending.begin(Self.version)
        await pending.settle(Self.version, atMost: .zero)
        #expect(pending.count(of: Self.version) == 1 && pending.waiting(for: Self.version) == 0)
        pending.end(Self.version)
        #expect(pending.count(of: Self.version) == 0)
    }

    @Test("every block that is offered is counted out: stored, refused, or of the wrong length")
    func counting() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options(cacheSize: 256 << 20))
        defer { local.close() }
        let threads = try #require(local.blocks.means?.threads)
        threads.pauseWrites(true)
        let object = TestObject("a", size: 40 << 20)
        for index in 0..<40 as Range<Int64> { local.blocks.write(object.version, index, object.bytes(index)) }
        local.blocks.write(object.version, 0, [1, 2, 3])
        #expect(local.blocks.pending.count(of: object.version) == 32)
        #expect(local.blocks.state.withLock { $0.missingBlocks(of: object.version) } == 40)
        threads.pauseWrites(false)
        try await eventually("the queue drains") { local.blocks.pending.count(of: object.version) == 0 }
        #expect(local.blocks.state.withLock { $0.missingBlocks(of: object.version) } == 8)
    }
}
