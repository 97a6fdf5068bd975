import Foundation
import Synchronization
import Testing

@testable import LocalStore
@testable import ObjectStore

@Suite struct BlockCacheTests {
    private static let mebibyte = Int64(1 << 20)

    private func store(_ object: TestObject, _ index: Int64, in store: LocalStore) async throws {
        store.blocks.write(object.version, index, object.bytes(index))
        try await eventually("block \(index) of \(object.version.key) is stored") {
            store.blocks.contains(object.version, index)
        }
    }

    @Test("what was written is read back, also the short last block and the block of a one-byte object")
    func roundTrip() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        defer { local.close() }
        for size in [1, 4095, 4096, 4097, Self.mebibyte - 1, Self.mebibyte, Self.mebibyte + 1, 3 * Self.mebibyte + 5] {
            let object = TestObject("size \(size)\n\u{1}", size: size)
            #expect(!local.blocks.hasAny(object.version))
            for index in 0...size / Self.mebibyte where object.version.blockLength(index) > 0 {
                #expect(await local.blocks.block(object.version, index) == nil)
                try await store(object, index, in: local)
                #expect(local.blocks.hasAny(object.version))
                #expect(await local.blocks.block(object.version, index) == object.bytes(index))
            }
        }
        #expect(local.blocks.statistics.damaged == 0)
        #expect(local.warnings.isEmpty)
    }

    @Test("versions of one key are apart, and removing the key removes them all and their files")
    func versions() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        defer { local.close() }
        let objects = ["a", "b", "c"].map { TestObject("key", etag: $0, size: 5000) }
        let other = TestObject("other", size: 5000)
        for object in objects + [other] { try await store(object, 0, in: local) }
        for object in objects { #expect(await local.blocks.block(object.version, 0) == object.bytes(0)) }
        local.blocks.remove("key")
        for object in objects {
            #expect(!local.blocks.contains(object.version, 0))
            #expect(await local.blocks.block(object.version, 0) == nil)
        }
        try await eventually("one file is left") { directory.files(matching: "/blocks/").count == 1 }
        #expect(await local.blocks.block(other.version, 0) == other.bytes(0))
    }

    @Test("a block of the wrong length is not stored, and one asked with the wrong length is a miss")
    func wrongLength() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        defer { local.close() }
        let object = TestObject("a", size: 5000)
        local.blocks.write(object.version, 0, [1, 2, 3])
        local.blocks.write(object.version, 1, [1, 2, 3])
        local.blocks.write(object.version, -1, [1, 2, 3])
        try await store(object, 0, in: local)
        let read = await withCheckedContinuation { continuation in
            local.blocks.read(object.version, 0, into: BlockBuffer(count: 4999)) { continuation.resume(returning: $0) }
        }
        #expect(!read)
        #expect(local.blocks.statistics.stored == 1)
        #expect(local.blocks.statistics.damaged == 0)
    }

    @Test("the next mount finds the blocks, and the order of their use")
    func reopen() async throws {
        let directory = try TemporaryDirectory()
        let objects = (0..<4).map { TestObject("object \($0)", size: Self.mebibyte) }
        do {
            let local = try LocalStore(directory.options())
            for object in objects { try await store(object, 0, in: local) }
            #expect(await local.blocks.block(objects[0].version, 0) == objects[0].bytes(0))
            local.close()
        }
        do {
            let local = try LocalStore(directory.options(cacheSize: 4 * Self.mebibyte))
            for object in objects { #expect(local.blocks.contains(object.version, 0)) }
            #expect(local.blocks.statistics.bytes == 4 * Self.mebibyte)
            try await store(TestObject("new", size: Self.mebibyte), 0, in: local)
            #expect(!local.blocks.contains(objects[1].version, 0), "the least recently used makes room")
            #expect(await local.blocks.block(objects[0].version, 0) == objects[0].bytes(0))
            local.close()
        }
        let small = try LocalStore(directory.options(cacheSize: 2 * Self.mebibyte))
        try await eventually("a smaller cache shrinks") { small.blocks.statistics.bytes == 2 * Self.mebibyte }
        #expect(small.blocks.contains(objects[0].version, 0))
        small.close()
        let none = try LocalStore(directory.options(cacheSize: 0))
        #expect(!none.blocks.isEnabled)
        try await eventually("no cache keeps no file") { directory.files(matching: "/blocks/").isEmpty }
        none.blocks.write(objects[0].version, 0, objects[0].bytes(0))
        #expect(await none.blocks.block(objects[0].version, 0) == nil)
        none.close()
        #expect(directory.files(matching: "/blocks/").isEmpty)
    }

    @Test("a damaged, shortened or missing file is a miss, is counted, and can be stored again")
    func damage() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        defer { local.close() }
        let object = TestObject("a", size: 2 * Self.mebibyte)
        for (round, harm) in ["flip", "shorten", "remove"].enumerated() {
            try await store(object, 0, in: local)
            try await store(object, 1, in: local)
            let path = try #require(directory.files(matching: "/blocks/").first)
            switch harm {
            case "flip":
                let handle = try #require(FileHandle(forUpdatingAtPath: path))
                try handle.seek(toOffset: UInt64(Self.mebibyte) + 77)
                let byte = try #require(try handle.read(upToCount: 1)?.first)
                try handle.seek(toOffset: UInt64(Self.mebibyte) + 77)
                try handle.write(contentsOf: [byte ^ 4])
                try handle.close()
            case "shorten": #expect(truncate(path, off_t(2 * Self.mebibyte - 1)) == 0)
            default: #expect(unlink(path) == 0)
            }
            #expect(await local.blocks.block(object.version, 1) == nil)
            #expect(!local.blocks.contains(object.version, 1))
            #expect(local.blocks.statistics.damaged == Int64(round + 1))
            if harm != "remove" { #expect(await local.blocks.block(object.version, 0) == object.bytes(0)) }
        }
    }

    @Test("the write queue holds a bounded number of bytes, and the rest is dropped")
    func boundedQueue() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options(cacheSize: 256 << 20))
        defer { local.close() }
        let threads = try #require(local.blocks.means?.threads)
        threads.pauseWrites(true)
        let object = TestObject("a", size: 40 * Self.mebibyte)
        for index in 0..<40 as Range<Int64> { local.blocks.write(object.version, index, object.bytes(index)) }
        #expect(threads.writeBytes == 32 << 20)
        #expect(local.blocks.statistics.refused == 8)
        #expect(await local.blocks.block(object.version, 0) == nil, "reads do not wait for writes")
        threads.pauseWrites(false)
        try await eventually("the queue drains") { threads.writeBytes == 0 }
        #expect(local.blocks.statistics.stored == 32)
        for index in 0..<40 as Range<Int64> {
            #expect(await local.blocks.block(object.version, index) == (index < 32 ? object.bytes(index) : nil))
        }
    }

    @Test("two mounts of one bucket under random load never give a wrong byte, and keep their bounds")
    func twoStores() async throws {
        let directory = try TemporaryDirectory()
        let seed = UInt64.random(in: .min ... .max)
        print("twoStores seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let objects = (0..<12).map { TestObject("object \($0 / 2)", etag: "\($0 % 2)", size: Int64($0 + 1) * 300_000) }
        // Making the bytes anew for each step would be most of the test.
        let contents = objects.map { object in
            (0...(object.version.size - 1) / Self.mebibyte).map { object.bytes($0) }
        }
        var stores = [
            try LocalStore(directory.options(cacheSize: 8 << 20)),
            try LocalStore(directory.options(cacheSize: 8 << 20)),
        ]
        let wrong = Atomic<Int>(0)
        let right = Atomic<Int>(0)
        let pending = Atomic<Int>(0)
        for step in 0..<3000 {
            let chosen = Int.random(in: 0...1, using: &generator)
            let position = Int.random(in: objects.indices, using: &generator)
            let object = objects[position]
            let last = (object.version.size - 1) / Self.mebibyte
            let index = Int64.random(in: 0...last, using: &generator)
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<60:
                pending.add(1, ordering: .relaxed)
                let expected = contents[position][Int(index)]
                let buffer = BlockBuffer(count: expected.count)
                stores[chosen].blocks.read(object.version, index, into: buffer) { isThere in
                    if isThere, buffer.withContent({ $0.elementsEqual(expected) }) {
                        right.add(1, ordering: .relaxed)
                    } else if isThere {
                        wrong.add(1, ordering: .relaxed)
                    }
                    pending.subtract(1, ordering: .relaxed)
                }
                if step % 16 == 0 {
                    try await eventually("reads end") { pending.load(ordering: .relaxed) == 0 }
                }
            case 60..<97: stores[chosen].blocks.write(object.version, index, contents[position][Int(index)])
            case 97..<99: stores[chosen].blocks.remove(object.version.key)
            default:
                stores[chosen].close()
                stores[chosen] = try LocalStore(directory.options(cacheSize: 8 << 20))
            }
            #expect(stores[chosen].blocks.statistics.bytes <= 8 << 20)
        }
        try await eventually("reads end") { pending.load(ordering: .relaxed) == 0 }
        for store in stores {
            #expect(store.blocks.statistics.damaged == 0)
            #expect(store.warnings.isEmpty)
            store.close()
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
        #expect(right.load(ordering: .relaxed) > 50)
    }

    @Test("files that no row names are removed, but not those of a living mount")
    func orphans() async throws {
        let directory = try TemporaryDirectory()
        let first = try LocalStore(directory.options())
        let object = TestObject("a", size: 10)
        try await store(object, 0, in: first)
        let living = try #require(directory.files(matching: "/blocks/").first)
        let orphan = (living as NSString).deletingLastPathComponent + "/7fffffff00000001"
        try Data([1]).write(to: URL(fileURLWithPath: orphan))
        let second = try LocalStore(directory.options())
        try await eventually("the orphan goes") { !FileManager.default.fileExists(atPath: orphan) }
        #expect(!second.blocks.contains(object.version, 0), "a living mount's blocks are its own")
        #expect(await first.blocks.block(object.version, 0) == object.bytes(0))
        first.close()
        second.close()
        let third = try LocalStore(directory.options())
        #expect(await third.blocks.block(object.version, 0) == object.bytes(0))
        third.close()
    }

    @Test("after close reads miss and writes are dropped")
    func closed() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        let object = TestObject("a", size: 10)
        try await store(object, 0, in: local)
        local.close()
        local.close()
        #expect(await local.blocks.block(object.version, 0) == nil)
        local.blocks.write(TestObject("b", size: 10).version, 0, [UInt8](repeating: 0, count: 10))
        local.blocks.remove("a")
        #expect(local.blocks.statistics.stored == 1)
    }
}
