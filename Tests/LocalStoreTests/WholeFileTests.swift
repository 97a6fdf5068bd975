import Glibc
import ObjectStore
import Testing

@testable import LocalStore

@Suite("Files of the cache that are handed out whole") struct WholeFileTests {
    private static let size = Int64(2 << 20) + 5
    private static let version = BlockVersion(key: "key", etag: ETag("tag"), size: size)

    private static func index(cacheSize: Int64 = 16 << 20) -> BlockIndex {
        BlockIndex(cacheSize: cacheSize, minimumFree: 0, clock: 1)
    }

    private static func stamp(_ changed: Int64) -> FileStamp { FileStamp(changed: changed, size: size) }

    /// Stores one block; answers what had to go.
    @discardableResult
    private static func store(
        _ index: inout BlockIndex, _ version: BlockVersion, _ number: Int64, file: Int64, stamp: Int64
    ) -> [BlockIndex.Effect] {
        let plan = index.beginWrite(
            version, number, length: version.blockLength(number), free: 1 << 40, newFile: { file })
        for effect in plan.effects { index.finished(effect) }
        guard let ticket = plan.ticket else { return plan.effects }
        _ = index.endWrite(ticket, crc: UInt32(number), stamp: Self.stamp(stamp))
        return plan.effects
    }

    @Test("a version is whole when every block is there and was written or read back")
    func wholeness() {
        var index = Self.index()
        #expect(index.wholeness(of: Self.version) == .partial)
        Self.store(&index, Self.version, 0, file: 7, stamp: 1)
        Self.store(&index, Self.version, 2, file: 7, stamp: 2)
        #expect(index.wholeness(of: Self.version) == .partial)
        let refused = index.pin(Self.version)
        #expect(refused == nil)
        Self.store(&index, Self.version, 1, file: 7, stamp: 3)
        #expect(index.wholeness(of: Self.version) == .verified)
        let pinned = index.pin(Self.version)
        #expect(pinned?.stamp == Self.stamp(3))

        var loaded = Self.index()
        for number in 0..<3 as Range<Int64> {
            let isTaken = loaded.load(
                Self.version, number, file: 9, length: Self.version.blockLength(number), crc: UInt32(number))
            #expect(isTaken)
        }
        #expect(loaded.wholeness(of: Self.version) == .unverified(bytes: 3 << 20))
        while let number = loaded.unverifiedBlock(of: Self.version) {
            loaded.noteVerified(Self.version, number, file: 9, crc: UInt32(number), stamp: Self.stamp(5))
        }
        #expect(loaded.wholeness(of: Self.version) == .verified)
        // Another stamp: somebody else has written, and only what was read since counts.
        loaded.noteVerified(Self.version, 1, file: 9, crc: 1, stamp: Self.stamp(6))
        #expect(loaded.wholeness(of: Self.version) == .unverified(bytes: 2 << 20))
        // An older one is of a read that began before.
        loaded.noteVerified(Self.version, 0, file: 9, crc: 0, stamp: Self.stamp(5))
        #expect(loaded.wholeness(of: Self.version) == .unverified(bytes: 2 << 20))
    }

    @Test("what is handed out makes no room and is not punched; it may be removed, and comes back as the newest")
    func pins() {
        var index = Self.index(cacheSize: 4 << 20)
        for number in 0..<3 as Range<Int64> { Self.store(&index, Self.version, number, file: 1, stamp: number) }
        for _ in 0..<2 {
            let pinned = index.pin(Self.version)
            #expect(pinned?.file == 1)
        }
        let other = BlockVersion(key: "other", etag: ETag("o"), size: 8 << 20)
        let first = Self.store(&index, other, 0, file: 2, stamp: 1)
        #expect(first.isEmpty)
        // Only the other's own block can go.
        let second = Self.store(&index, other, 1, file: 3, stamp: 1)
        #expect(second == [.unlink(file: 2, length: 1 << 20)])
        let rest = index.release(64 << 20).effects
        #expect(rest == [.unlink(file: 3, length: 1 << 20)])
        index.unpin(Self.version, file: 1)
        let nothing = index.release(64 << 20).released
        #expect(nothing == 0)
        index.unpin(Self.version, file: 1)
        let oldest = index.release(1).effects
        #expect(oldest.count == 1)

        var damaged = Self.index()
        for number in 0..<3 as Range<Int64> { Self.store(&damaged, Self.version, number, file: 1, stamp: number) }
        _ = damaged.pin(Self.version)
        let dropped = damaged.dropDamaged(Self.version, 1, file: 1, crc: 1)
        guard case .unlink(file: 1, _)? = dropped?.first else {
            Issue.record("a hole was made under a reader")
            return
        }
        #expect(!damaged.hasAny(Self.version))
        #expect(damaged.used == 0)
        damaged.unpin(Self.version, file: 1)
        Self.store(&damaged, Self.version, 0, file: 2, stamp: 1)
        #expect(damaged.contains(Self.version, 0))
    }

    @Test("the file has the version's bytes, lives through removal, and is refused once somebody else has changed it")
    func file() async throws {
        let directory = try TemporaryDirectory()
        let options = LocalStoreOptions(
            directory: directory.path, cacheSize: 64 << 20, minimumFree: 0, bucketIdentity: "whole")
        let content = (0..<Int(Self.size)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        do {
            let store = try LocalStore(options)
            for number in 0..<3 as Range<Int64> {
                let lower = Int(number) << 20
                store.blocks.write(Self.version, number, Array(content[lower..<min(lower + 1 << 20, content.count)]))
            }
            store.close()
        }
        let store = try LocalStore(options)
        defer { store.close() }
        // Little enough to be checked at once.
        let whole = try #require(await store.blocks.wholeFile(Self.version))
        var bytes = [UInt8](repeating: 0, count: content.count + 1)
        #expect(pread(whole.descriptor, &bytes, bytes.count, 0) == content.count)
        #expect(bytes.dropLast() == content[...])
        let again = try #require(await store.blocks.wholeFile(Self.version))
        #expect(again.descriptor != whole.descriptor)
        // A byte flipped by somebody else.
        let writable = open("/proc/self/fd/\(again.descriptor)", O_RDWR)
        try #require(writable >= 0)
        bytes[0] = ~content[0]
        #expect(pwrite(writable, bytes, 1, 0) == 1)
        close(writable)
        #expect(await store.blocks.wholeFile(Self.version) == nil)
        #expect(await store.blocks.wholeFile(Self.version) == nil)
        #expect(store.blocks.statistics.damaged == 1)
        #expect(!store.blocks.hasAny(Self.version))
        #expect(pread(whole.descriptor, &bytes, 10, 1000) == 10)
        #expect(Array(bytes[..<10]) == Array(content[1000..<1010]))
    }
}
