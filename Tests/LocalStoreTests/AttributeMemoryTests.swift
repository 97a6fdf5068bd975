import Foundation
import Testing

@testable import LocalStore
@testable import ObjectStore

@Suite struct AttributeMemoryTests {
    private func attributes(_ mode: String) -> ObjectAttributes {
        var attributes = ObjectAttributes(userMetadata: ["mode": mode, "": "é\n"], contentType: "text/plain")
        attributes.contentEncoding = "gzip"
        attributes.cacheControl = ""
        attributes.expires = "never"
        return attributes
    }

    private let tag = ETag("\"tag\"")

    @Test("attributes are known at once, by ETag and second, and forgotten when told")
    func inMemory() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        defer { local.close() }
        let learned = Timestamp(seconds: 100, nanoseconds: 0)
        local.attributes.record("a", etag: tag, lastModified: learned, attributes("1"))
        #expect(local.attributes.known("a", etag: tag) == attributes("1"))
        #expect(local.attributes.known("a", etag: ETag("other")) == nil)
        #expect(
            local.attributes.known("a", etag: tag, lastModified: Timestamp(seconds: 100, nanoseconds: 5))
                == attributes("1"))
        #expect(local.attributes.known("a", etag: tag, lastModified: Timestamp(seconds: 101)) == nil)
        local.attributes.record("a", etag: tag, lastModified: nil, attributes("2"))
        #expect(local.attributes.known("a", etag: tag, lastModified: Timestamp(seconds: 101)) == attributes("2"))
        local.attributes.forget("a")
        #expect(local.attributes.known("a", etag: tag) == nil)
        await local.attributes.preload(under: "")
        #expect(local.attributes.known("a", etag: tag) == nil, "the row must not come back")
    }

    @Test("the next mount knows them after preload: a directory's entries, or the whole tree")
    func persistence() async throws {
        let directory = try TemporaryDirectory()
        let keys: [ObjectKey] = [
            "d/a", "d/b/", "d/b/deep", "d/b/deep/er", "d/b0", "d/c", "dx", "c", ObjectKey([100, 47, 255, 0]),
        ]
        let here: Set<ObjectKey> = ["d/a", "d/b/", "d/b0", "d/c", ObjectKey([100, 47, 255, 0])]
        do {
            let local = try LocalStore(directory.options())
            for key in keys { local.attributes.record(key, etag: tag, lastModified: nil, attributes("\(key)")) }
            await local.attributes.flush()
            local.attributes.record("d/gone", etag: tag, lastModified: nil, attributes(""))
            local.attributes.forget("d/gone")
            local.close()
        }
        for isRecursive in [false, true] {
            let local = try LocalStore(directory.options())
            for key in keys { #expect(local.attributes.known(key, etag: tag) == nil) }
            await local.attributes.preload(under: "d/", recursively: isRecursive)
            await local.attributes.preload(under: "d/", recursively: isRecursive)
            for key in keys {
                let isKnown = isRecursive ? key.hasPrefix("d/") : here.contains(key)
                #expect(local.attributes.known(key, etag: tag) == (isKnown ? attributes("\(key)") : nil), "\(key)")
            }
            #expect(local.attributes.known("d/gone", etag: tag) == nil)
            local.close()
        }
    }

    @Test("memory is bounded, and what left it comes back from disk")
    func bound() async throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        let index = try #require(local.blocks.means?.index)
        let memory = AttributeMemory(index: index, maximumWeight: 10_000)
        for number in 0..<100 {
            memory.record(ObjectKey("d\(number % 10)/\(number)"), etag: tag, lastModified: nil, attributes(""))
        }
        let known = (0..<100).filter { memory.known(ObjectKey("d\($0 % 10)/\($0)"), etag: tag) != nil }
        #expect(known.count > 10 && known.count < 40)
        #expect(known == Array((100 - known.count)..<100))
        for _ in 0..<2 {
            await memory.preload(under: "d0/")
            #expect(memory.known("d0/0", etag: tag) == attributes(""))
        }
        local.close()
    }

    @Test("a row that is being forgotten does not come back, and a newer entry is not replaced by its row")
    func loading() {
        var table = AttributeTable(maximumWeight: 10_000)
        func entry(_ mode: String) -> AttributeTable.Entry {
            AttributeTable.Entry(key: "a", etag: tag, lastModified: nil, attributes: attributes(mode))
        }
        table.insert(entry("new"))
        table.load(entry("old"))
        #expect(table.find("a") == entry("new"))
        table.forget("a")
        table.forget("a")
        for _ in 0..<2 {
            table.load(entry("old"))
            #expect(table.find("a") == nil)
            table.forgotten("a")
        }
        table.load(entry("old"))
        #expect(table.find("a") == entry("old"))
    }

    @Test("encoding has an inverse, and no garbage is a crash")
    func coding() {
        let seed = UInt64.random(in: .min ... .max)
        print("coding seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let bytes = AttributeCoding.encode(attributes("1"))
        #expect(AttributeCoding.decode(bytes) == attributes("1"))
        #expect(AttributeCoding.decode(AttributeCoding.encode(ObjectAttributes())) == ObjectAttributes())
        for length in 0..<bytes.count { _ = AttributeCoding.decode(Array(bytes[..<length])) }
        for _ in 0..<5000 {
            var broken = bytes
            for _ in 0..<3 {
                broken[Int.random(in: broken.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            _ = AttributeCoding.decode(broken)
        }
    }

    @Test("too many rows are halved, the oldest first")
    func trim() throws {
        let directory = try TemporaryDirectory()
        let connection = try IndexSchema.open(directory.path + "/index", identity: "x")
        for number in 0..<10 {
            try connection.run(
                "INSERT INTO attributes VALUES (?, 'e', NULL, NULL, ?, ?)", .blob([UInt8(number)]),
                .integer(Int64(number)), .blob([1]))
        }
        try AttributeRows.trim(connection, maximum: 10)
        #expect(try connection.integer("SELECT count(*) FROM attributes") == 10)
        try AttributeRows.trim(connection, maximum: 8)
        #expect(try connection.integer("SELECT count(*) FROM attributes") == 4)
        #expect(try connection.integer("SELECT min(learned) FROM attributes") == 6)
    }
}
