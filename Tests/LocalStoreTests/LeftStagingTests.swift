import Foundation
import Testing

@testable import LocalStore
@testable import ObjectStore

/// What the next mount finds in `staging`.
@Suite struct LeftStagingTests {
    private static func records(_ key: ObjectKey) -> [StagingRecord] {
        let target = StagingTarget(
            key: key, precondition: .absent, attributes: ObjectAttributes(), moment: Timestamp(seconds: 1))
        return [.content(base: nil, missing: [], unchanged: []), .target(target)]
    }

    private struct Made {
        let file: StagingFile
        let journal: StagingJournal
    }

    private func make(_ local: LocalStore, _ key: ObjectKey, _ text: String = "text") throws -> Made {
        let file = try local.staging.makeFile()
        let journal = try local.staging.makeJournal(of: file, Self.records(key))
        try Array(text.utf8).withUnsafeBytes { try file.write($0, at: 0) }
        return Made(file: file, journal: journal)
    }

    /// A directory as a mount leaves it that is killed: `body` says what it did.
    private func killed(_ body: (LocalStore) throws -> Void) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try {
            let local = try LocalStore(directory.options(cacheSize: 0))
            defer { local.close() }
            try body(local)
        }()
        return directory
    }

    private func leave(_ made: Made) {
        made.file.leave()
        made.journal.leave()
    }

    private func text(_ left: LeftStaging) throws -> String {
        var bytes = [UInt8](repeating: 0, count: Int(left.size))
        _ = try bytes.withUnsafeMutableBytes { try left.file.read(into: $0, at: 0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("What a dead mount has left is taken over once, by the mount that its key belongs to")
    func takenOver() throws {
        let directory = try killed { local in
            for key: ObjectKey in ["a/1", "b/2"] { leave(try make(local, key, "text of \(key)")) }
            // One without a journal, and one that was stored.
            _ = try local.staging.makeFile()
            let stored = try make(local, "stored")
            stored.file.leave()
            stored.journal.end()
        }
        let first = try LocalStore(directory.options(cacheSize: 0))
        let second = try LocalStore(directory.options(cacheSize: 0))
        #expect(directory.files(matching: "/staging/").count == 4)
        let (taken, problems) = first.staging.takeOver { $0.hasPrefix("a/") }
        #expect(problems == [])
        #expect(taken.map(\.target.key) == ["a/1"])
        let left = try #require(taken.first)
        #expect(left.records == [.boot(BootNumber.current)] + Self.records("a/1"))
        #expect(BootNumber.current.count == 36 && !left.isFromOtherBoot)
        #expect(try text(left) == "text of a/1")
        #expect(!left.isDamaged)
        // The other mount's turn: not what the first one has.
        let (others, _) = second.staging.takeOver { _ in true }
        #expect(others.map(\.target.key) == ["b/2"])
        #expect(first.staging.takeOver { _ in true }.files.isEmpty)
        let third = try LocalStore(directory.options(cacheSize: 0))
        #expect(directory.files(matching: "/staging/").count == 4, "a mount that begins leaves them alone")
        // What is stored goes; what is not stays, with all that was noted since.
        try left.journal.append([.cut(3)])
        others[0].journal.end()
        left.leave()
        for local in [first, second, third] { local.close() }
    }

    @Test("What is left again is found again, with what was noted meanwhile")
    func again() throws {
        let directory = try killed { local in leave(try make(local, "k")) }
        for round in 0..<3 {
            let local = try LocalStore(directory.options(cacheSize: 0))
            defer { local.close() }
            let left = try #require(local.staging.takeOver { _ in true }.files.first)
            #expect(left.records.count == 3 + round)
            try left.journal.append([.cut(Int64(round))])
            left.leave()
        }
        #expect(directory.files(matching: "/staging/").count == 2)
    }

    @Test("Two mounts that begin at once share what is left, and each file goes to one of them")
    func atOnce() async throws {
        for _ in 0..<20 {
            let directory = try killed { local in for number in 0..<8 { leave(try make(local, ObjectKey("\(number)"))) }
            }
            let stores = try (0..<4).map { _ in try LocalStore(directory.options(cacheSize: 0)) }
            let taken = await withTaskGroup(of: [LeftStaging].self) { group in
                for local in stores { group.addTask { local.staging.takeOver { _ in true }.files } }
                return await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(taken.map { $0.target.key }) == Set((0..<8).map { ObjectKey("\($0)") }))
            #expect(taken.count == 8)
            for local in stores { local.close() }
        }
    }

    @Test("A journal of another format stays, one that is damaged is told of, and one that was only begun goes")
    func others() throws {
        let directory = try killed { local in
            for key: ObjectKey in ["foreign", "damaged", "early", "begun", "torn"] {
                let made = try make(local, key)
                let path = made.file.path + StagingJournal.suffix
                var bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
                switch key {
                case "foreign": bytes[7] = UInt8(ascii: "2")
                // In its first record, and behind its target.
                case "early": bytes[30] ^= 1
                case "damaged": bytes += StagingLog.bytes(of: [.cut(7)]).dropLast() + [1]
                case "begun": bytes = Array(bytes.prefix(20))
                default: bytes += StagingLog.bytes(of: [.cut(7)]).dropLast()
                }
                try Data(bytes).write(to: URL(filePath: path))
                leave(made)
            }
        }
        let local = try LocalStore(directory.options(cacheSize: 0))
        defer { local.close() }
        let (taken, problems) = local.staging.takeOver { _ in true }
        #expect(problems.count == 2, "\(problems)")
        #expect(Set(taken.map { $0.target.key }) == ["damaged", "torn"])
        for left in taken {
            #expect(left.isDamaged == (left.target.key == "damaged"))
            #expect(try text(left) == "text")
            left.leave()
        }
        // Both files of all but the one that was only begun.
        #expect(directory.files(matching: "/staging/").count == 8)
    }

    @Test("A journal that is made anew says the same and is shorter; the old one stands when that fails")
    func rewritten() throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options(cacheSize: 0))
        defer { local.close() }
        let made = try make(local, "k")
        let path = made.file.path + StagingJournal.suffix
        #expect(!made.journal.isLong)
        while !made.journal.isLong { try made.journal.append([.written(0..<1)]) }
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(before.count > 64 << 10)
        // A directory in its way.
        try FileManager.default.createDirectory(atPath: path + ".new", withIntermediateDirectories: false)
        #expect(throws: LocalStoreError.self) { try made.journal.rewrite(Self.records("k")) }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        try FileManager.default.removeItem(atPath: path + ".new")
        try made.journal.rewrite(Self.records("k"))
        try made.journal.append([.cut(1)])
        let after = StagingLog.read([UInt8](try Data(contentsOf: URL(filePath: path))))
        guard case .records(let records, _) = after else { return #expect(Bool(false), "\(after)") }
        #expect(records == [.boot(BootNumber.current)] + Self.records("k") + [.cut(1)])
        #expect(!made.journal.isLong)
    }

    @Test("On a full disk a record is refused, and none is half there", .enabled(if: SmallDisk.isAvailable))
    func full() throws {
        let disk = try SmallDisk(bytes: 1 << 20)
        let local = try LocalStore(disk.directory.options(cacheSize: 0))
        defer { local.close() }
        let made = try make(local, "k")
        let path = made.file.path + StagingJournal.suffix
        let filler = try local.staging.makeFile()
        var size: Int64 = 0
        while (try? [UInt8](repeating: 1, count: 4096).withUnsafeBytes({ try filler.write($0, at: size) })) != nil {
            size += 4096
        }
        // Until its own page is full.
        var noted = 0
        while (try? made.journal.append([.written(0..<1)])) != nil { noted += 1 }
        #expect(made.journal.isBehind)
        #expect(throws: LocalStoreError.self) { try made.journal.rewrite(Self.records("k")) }
        let content = StagingLog.read([UInt8](try Data(contentsOf: URL(filePath: path))))
        guard case .records(let records, _) = content else { return #expect(Bool(false), "\(content)") }
        #expect(records.count == 3 + noted)
        try filler.truncate(to: 0)
        try made.journal.rewrite(Self.records("k"))
        #expect(!made.journal.isBehind)
    }
}
