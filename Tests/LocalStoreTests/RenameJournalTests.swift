import Foundation
import Synchronization
import Testing

@testable import LocalStore
@testable import ObjectStore

/// The journal of a directory's rename: what is read of it when it ends anywhere, or was damaged.
@Suite struct RenameJournalTests {
    private static let head = RenameRecord.Head(
        source: "p/old/", target: "p/new/", replaces: true, begun: Timestamp(seconds: 1_700_000_000, nanoseconds: 5))
    private static let events: [RenameEvent] = [
        .copying(0, version("a", etag: "A", size: 3)),
        .copying(1, version("sub/b\u{0}\n", etag: nil, size: 6 << 30)),
        .copied(0, RenameRecord.Stored(etag: ETag("A2"), lastModified: Timestamp(seconds: 9, nanoseconds: 1))),
        .uploading(1, RenameRecord.Upload(id: "upload id", parts: 24)),
        .copying(2, version("", etag: "M", size: 0)),
        .copied(1, RenameRecord.Stored(etag: ETag("B-24"), lastModified: nil)),
        .copied(2, RenameRecord.Stored(etag: ETag("M"), lastModified: nil)),
        .committed(3),
    ]

    private static func version(_ name: String, etag: String?, size: Int64) -> RenameRecord.Version {
        RenameRecord.Version(
            suffix: Array(name.utf8), size: size, etag: etag.map { ETag($0) },
            lastModified: Timestamp(seconds: -1, nanoseconds: 999_999_999))
    }

    private static let frames = [RenameCoding.encode(head, boot: "boot")] + events.map { RenameCoding.encode($0) }

    /// What is known after the first events.
    private static func record(_ count: Int) -> RenameRecord {
        var record = RenameRecord(head)
        for event in events.prefix(count) { record.apply(event) }
        return record
    }

    @Test("A journal that ends at any byte says what its whole words say, and is committed with its last one only")
    func prefixes() {
        let bytes = Self.frames.flatMap(\.self)
        for end in 0...bytes.count {
            var (whole, length) = (0, 0)
            while whole < Self.frames.count, length + Self.frames[whole].count <= end {
                length += Self.frames[whole].count
                whole += 1
            }
            let content = RenameCoding.decode(Array(bytes[..<end]))
            let wanted: RenameCoding.Content =
                whole == 0 ? .empty : .record(Self.record(whole - 1), boot: "boot")
            #expect(content == wanted, "\(end) bytes")
            if case .record(let record, _) = content { #expect(record.isCommitted == (end == bytes.count)) }
            // What a disk shows of a file whose end had not come to it.
            let zeros = RenameCoding.decode(Array(bytes[..<end]) + [UInt8](repeating: 0, count: 300))
            #expect(zeros == wanted, "\(end) bytes and zeros")
        }
    }

    @Test("A journal with any bit changed is damaged, or ends before its last word")
    func flips() {
        let bytes = Self.frames.flatMap(\.self)
        let last = bytes.count - (Self.frames.last?.count ?? 0)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                let content = RenameCoding.decode(changed)
                let wanted: RenameCoding.Content =
                    index < last ? .damaged : .record(Self.record(Self.events.count - 1), boot: "boot")
                #expect(content == wanted, "bit \(bit) of byte \(index)")
            }
        }
    }

    @Test("A journal whose words contradict each other is damaged")
    func contradictions() {
        let same = RenameEvent.copying(0, Self.version("c", etag: "C", size: 1))
        let unknown = RenameEvent.copied(7, RenameRecord.Stored(etag: ETag("x"), lastModified: nil))
        for extra in [same, unknown, .committed(4), .uploading(7, RenameRecord.Upload(id: "x", parts: 1))] {
            let bytes = Self.frames.flatMap(\.self) + RenameCoding.encode(extra)
            #expect(RenameCoding.decode(bytes) == .damaged, "\(extra)")
        }
        #expect(RenameCoding.decode(Self.frames[1]) == .damaged)
        #expect(RenameCoding.decode(Self.frames[0] + Self.frames[0]) == .damaged)
    }

    @Test("Random bytes are no journal, and never end the reader")
    func random() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let bytes = Self.frames.flatMap(\.self)
        for _ in 0..<2000 {
            var mixed = bytes
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let start = Int.random(in: 0..<mixed.count, using: &generator)
                let end = min(mixed.count, start + Int.random(in: 0...40, using: &generator))
                let new = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                mixed.replaceSubrange(start..<end, with: new)
                if mixed.isEmpty { break }
            }
            if case .record(let record, _) = RenameCoding.decode(mixed), mixed != bytes {
                // Only what was whole at the beginning counts.
                #expect((0..<Self.events.count).contains { record == Self.record($0) }, "seed \(seed)")
            }
        }
    }

    @Test("What a mount leaves is taken over by one of those that begin after it is dead, and by no other")
    func takenOver() async throws {
        let directory = try TemporaryDirectory()
        let trouble = Mutex<[String]>([])
        let note: @Sendable (String) -> Void = { why in trouble.withLock { $0.append(why) } }
        var first: LocalStore? = try LocalStore(directory.options(cacheSize: 0))
        let other = try LocalStore(directory.options(cacheSize: 0))
        var rename = await first?.renames.begin(
            source: Self.head.source, target: Self.head.target, replaces: true, onTrouble: note)
        let ended = await first?.renames.begin(source: "a/", target: "b/", replaces: false, onTrouble: note)
        for event in Self.events.dropLast() { rename?.note(event) }
        await rename?.commit()
        ended?.end()
        #expect(other.renames.take { _ in true }.logs.isEmpty)
        first?.close()
        rename = nil
        first = nil
        #expect(other.renames.take { _ in false }.logs.isEmpty)
        let taken = other.renames.take { $0.source == Self.head.source && $0.target == Self.head.target }
        let wanted = Self.record(Self.events.count)
        #expect(taken.logs.map(\.record.copies) == [wanted.copies])
        #expect(taken.logs.first?.record.isCommitted == true)
        #expect(taken.logs.first?.isWhole == true)
        #expect(other.renames.take { _ in true }.logs.isEmpty)
        #expect(other.renames.unsettled.count == 1)
        let third = try LocalStore(directory.options(cacheSize: 0))
        #expect(third.renames.take { _ in true }.logs.isEmpty)
        taken.logs.first?.end()
        #expect(directory.files(matching: "/renames/").isEmpty)
        #expect(trouble.withLock { $0 } == [])
    }

    @Test("A damaged journal stays where it is and is told of; one without a whole head goes")
    func damaged() throws {
        let directory = try TemporaryDirectory()
        let home = Home(directory: directory.path, bucketIdentity: directory.options().bucketIdentity)
        try FileManager.default.createDirectory(atPath: home.renames, withIntermediateDirectories: true)
        var bytes = Self.frames.flatMap(\.self)
        bytes[Self.frames[0].count + 12] ^= 1
        let path = home.renames + "/00000001-1"
        try Data(bytes).write(to: URL(filePath: path))
        try Data(bytes.prefix(20)).write(to: URL(filePath: home.renames + "/00000001-2"))
        let local = try LocalStore(directory.options(cacheSize: 0))
        let left = local.renames.take { _ in true }
        #expect(left.logs.isEmpty && left.damaged == [path])
        #expect(directory.files(matching: "/renames/") == [path])
    }

    @Test(
        "A rename goes on without its journal on a full disk, which is told once and leaves no half journal",
        .enabled(if: SmallDisk.isAvailable, SmallDisk.unavailable), arguments: [true, false])
    func full(isFullBefore: Bool) async throws {
        let disk = try SmallDisk(bytes: 1 << 20)
        let local = try LocalStore(disk.directory.options(cacheSize: 0))
        let trouble = Mutex<[String]>([])
        func fill() throws {
            let descriptor = open(disk.path + "/full", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            defer { close(descriptor) }
            let page = [UInt8](repeating: 1, count: 4096)
            while write(descriptor, page, page.count) > 0 {}
        }
        if isFullBefore { try fill() }
        let rename = await local.renames.begin(source: "a/", target: "b/", replaces: false) { why in
            trouble.withLock { $0.append(why) }
        }
        if !isFullBefore { try fill() }
        for number in 0..<100 {
            let version = Self.version("\(number)", etag: "x", size: 1)
            #expect(rename.begin(version) == number)
            rename.note(.copied(number, RenameRecord.Stored(etag: ETag("x"), lastModified: nil)))
        }
        await rename.commit()
        #expect(rename.record.isCommitted && rename.record.copies.count == 100)
        #expect(trouble.withLock { $0.count } == 1)
        #expect(disk.directory.files(matching: "/renames/").isEmpty)
        #expect(local.renames.unsettled.count == 1)
        rename.end()
        #expect(local.renames.unsettled.isEmpty)
    }
}
