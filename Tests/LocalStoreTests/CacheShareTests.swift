import Foundation
import Testing

@testable import LocalStore
@testable import ObjectStore

/// Several mounts of one bucket: `cacheSize` is what they take together.
@Suite struct CacheShareTests {
    private static let mebibyte = Int64(1 << 20)
    private static let bound = 8 * mebibyte

    private func write(_ object: TestObject, _ number: Int64, to local: LocalStore) async throws {
        let threads = try #require(local.blocks.means?.threads)
        local.blocks.write(object.version, number, object.bytes(number))
        try await eventually("the queue drains") { threads.writeBytes == 0 }
    }

    private func onDisk(_ directory: TemporaryDirectory) -> Int64 {
        directory.files(matching: "/blocks/").reduce(0) { sum, path in
            var status = stat()
            return stat(path, &status) == 0 ? sum + Int64(status.st_blocks) * 512 : sum
        }
    }

    @Test("Two mounts that fill the cache at the same time keep one bound, and both have a part of it")
    func together() async throws {
        let directory = try TemporaryDirectory()
        let stores = [
            try LocalStore(directory.options(cacheSize: Self.bound)),
            try LocalStore(directory.options(cacheSize: Self.bound)),
        ]
        defer { for store in stores { store.close() } }
        let objects = ["a", "b"].map { TestObject($0, size: 20 * Self.mebibyte) }
        for number in 0..<20 as Range<Int64> {
            for (store, object) in zip(stores, objects) { try await write(object, number, to: store) }
            #expect(stores.reduce(0) { $0 + $1.blocks.statistics.bytes } <= Self.bound)
            #expect(onDisk(directory) <= Self.bound)
        }
        for (store, object) in zip(stores, objects) {
            #expect(store.blocks.statistics.bytes >= 3 * Self.mebibyte)
            #expect(await store.blocks.block(object.version, 19) == object.bytes(19))
        }
    }

    @Test("A mount that comes when another has everything is given its part")
    func newcomer() async throws {
        let directory = try TemporaryDirectory()
        let first = try LocalStore(directory.options(cacheSize: Self.bound))
        defer { first.close() }
        let (a, b) = (TestObject("a", size: 8 * Self.mebibyte), TestObject("b", size: 8 * Self.mebibyte))
        for number in 0..<8 as Range<Int64> { try await write(a, number, to: first) }
        #expect(first.blocks.statistics.bytes == Self.bound)
        let second = try LocalStore(directory.options(cacheSize: Self.bound))
        defer { second.close() }
        first.blocks.tidy()
        #expect(first.blocks.statistics.bytes == Self.bound, "nobody wants it yet")
        try await write(b, 0, to: second)
        #expect(!second.blocks.contains(b.version, 0))
        #expect(onDisk(directory) <= Self.bound)
        first.blocks.tidy()
        #expect(first.blocks.statistics.bytes == Self.bound / 2)
        for number in 0..<8 as Range<Int64> {
            try await write(b, number, to: second)
            #expect(onDisk(directory) <= Self.bound)
        }
        #expect(second.blocks.statistics.bytes == Self.bound / 2)
    }

    @Test("What a mount leaves counts, and the one that lives on takes it over")
    func inheritance() async throws {
        let directory = try TemporaryDirectory()
        let second = try LocalStore(directory.options(cacheSize: Self.bound))
        defer { second.close() }
        let (a, b) = (TestObject("a", size: 6 * Self.mebibyte), TestObject("b", size: 4 * Self.mebibyte))
        do {
            let first = try LocalStore(directory.options(cacheSize: Self.bound))
            for number in 0..<6 as Range<Int64> { try await write(a, number, to: first) }
            first.close()
        }
        for number in 0..<4 as Range<Int64> {
            try await write(b, number, to: second)
            #expect(onDisk(directory) <= Self.bound)
        }
        second.blocks.tidy()
        try await eventually("it is taken over") { second.blocks.hasAny(a.version) }
        #expect(second.blocks.statistics.bytes <= Self.bound)
        for number in 0..<6 as Range<Int64> where second.blocks.contains(a.version, number) {
            #expect(await second.blocks.block(a.version, number) == a.bytes(number))
        }
        // From here on all of it is the second one's.
        for number in 0..<4 as Range<Int64> {
            try await write(b, number, to: second)
            #expect(await second.blocks.block(b.version, number) == b.bytes(number))
        }
        #expect(second.blocks.statistics.bytes >= 7 * Self.mebibyte)
        #expect(onDisk(directory) <= Self.bound)
        #expect(second.blocks.statistics.damaged == 0)
    }

    @Test("What is taken over within a transaction that is undone is nobody's until it is taken over again")
    func undone() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options(cacheSize: Self.bound))
        defer { local.close() }
        let means = try #require(local.blocks.means)
        // All threads at once: what they had to do at the beginning is done.
        let (arrived, held) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        for _ in 0..<4 {
            _ = means.threads.chore {
                arrived.signal()
                held.wait()
            }
        }
        await Self.wait(for: arrived, 4)
        for _ in 0..<4 { held.signal() }
        // What comes while the index is at work is one transaction afterwards.
        means.index.query(
            { _ in
                arrived.signal()
                held.wait()
            }, completion: {})
        await Self.wait(for: arrived, 1)
        // As a mount leaves it that was killed.
        let left = TestObject("a", size: Self.mebibyte)
        let file = Int64(1) << 32 | 1
        let written = try #require(means.files.write(file, 0, left.bytes(0)))
        let index = try #require(directory.files(matching: "index.sqlite").first { $0.hasSuffix("sqlite") })
        let connection = try SQLiteConnection(path: index, busyTimeout: 20_000)
        try BlockRows.store(
            left.version, file: file, owner: "00000001", use: 1, number: 0, length: 1 << 20, crc: written.crc,
            connection)
        let dead = directory.files(matching: "/locks/")[0].replacing(means.instance.name, with: "00000001")
        try #require(FileManager.default.createFile(atPath: dead, contents: nil))
        local.blocks.tidy()
        means.index.submit { _ throws(SQLiteError) in throw SQLiteError(code: 13, message: "SQLITE_FULL") }
        held.signal()
        await withCheckedContinuation { continuation in means.index.flush { continuation.resume() } }
        #expect(!local.blocks.hasAny(left.version))
        #expect(FileManager.default.fileExists(atPath: dead))
        local.blocks.tidy()
        try await eventually("it is taken over") { local.blocks.hasAny(left.version) }
        #expect(await local.blocks.block(left.version, 0) == left.bytes(0))
        try await eventually("its sign is gone") { !FileManager.default.fileExists(atPath: dead) }
    }

    private static func wait(for semaphore: DispatchSemaphore, _ count: Int) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                for _ in 0..<count { semaphore.wait() }
                continuation.resume()
            }
        }
    }
}
