import Foundation
import Testing

@testable import LocalStore
@testable import ObjectStore

/// The journal beside a staging file, byte by byte.
@Suite struct StagingJournalTests {
    static let target = StagingTarget(
        key: ObjectKey([0x61, 0x2f, 0xff, 0]), precondition: .matches(ETag("\"tag\"")),
        attributes: {
            var attributes = ObjectAttributes(
                userMetadata: ["mtime": "1.5", "mode": "33188", "": "é"], contentType: "text/plain")
            attributes.cacheControl = "no-store"
            attributes.expires = ""
            return attributes
        }(),
        moment: Timestamp(seconds: -3, nanoseconds: 999_999_999))

    /// Every kind, with the values at the ends of what they can be.
    static let records: [StagingRecord] = [
        .boot("number"),
        .content(
            base: BaseVersion(key: "base", etag: nil, size: .max, versionID: "v"), missing: [0..<5, 7..<Int64.max],
            unchanged: []),
        .target(target),
        .written(0..<1), .fetched(5..<70_000), .spoiled(3..<3), .cut(0), .cut(.max),
        .target(StagingTarget(key: "", precondition: nil, attributes: ObjectAttributes(), moment: target.moment)),
        .publishing(
            StagingTarget(key: "k", precondition: .absent, attributes: ObjectAttributes(), moment: target.moment)),
        .upload(MultipartUpload(key: "k", id: "id")), .uploadEnded,
        .content(base: nil, missing: [], unchanged: [1..<2]),
    ]

    @Test("What is written into a journal is read from it")
    func whole() {
        let bytes = StagingLog.magic + StagingLog.bytes(of: Self.records)
        #expect(StagingLog.read(bytes) == .records(Self.records, end: bytes.count))
    }

    @Test("Every beginning of a journal tells what was noted up to there, and what is added then is read")
    func beginnings() {
        let bytes = StagingLog.magic + StagingLog.bytes(of: Self.records)
        var ends = [StagingLog.magic.count]
        for record in Self.records { ends.append(ends.last! + StagingLog.bytes(of: [record]).count) }
        for length in 0..<bytes.count {
            let count = ends.lastIndex { $0 <= length }
            let end = count.map { ends[$0] } ?? 0
            let expected = StagingLog.Content.records(Array(Self.records.prefix(count ?? 0)), end: end)
            #expect(StagingLog.read(Array(bytes[..<length])) == expected, "\(length) bytes")
            // As after a power loss: the length is on the disk, and the bytes are not.
            let zeros = Array(bytes[..<end]) + [UInt8](repeating: 0, count: length - end)
            #expect(StagingLog.read(zeros) == expected, "\(length) bytes, \(length - end) of them zero")
            guard count != nil else { continue }
            let more = Array(bytes[..<end]) + StagingLog.bytes(of: [.cut(77)])
            #expect(
                StagingLog.read(more) == .records(Self.records.prefix(count!) + [.cut(77)], end: more.count),
                "\(length) bytes, and a record")
        }
    }

    @Test("A byte that was changed is found, wherever it is")
    func changed() {
        let bytes = StagingLog.magic + StagingLog.bytes(of: Self.records)
        for index in bytes.indices {
            for bit in [UInt8(1), 0x80] {
                var other = bytes
                other[index] ^= bit
                if index < StagingLog.magic.count {
                    #expect(StagingLog.read(other) == .foreign, "byte \(index)")
                } else {
                    guard case .damaged(let good) = StagingLog.read(other) else {
                        Issue.record("byte \(index) is not found")
                        continue
                    }
                    #expect(good == Array(Self.records.prefix(good.count)), "byte \(index)")
                }
            }
        }
    }

    @Test("Bytes that check but are no record are damage")
    func malformed() {
        for body: [UInt8] in [[0], [200], [5, 1], [10, 9], [8] + [UInt8](repeating: 0xff, count: 8)] {
            #expect(throws: RecordReader.Malformed.self, "\(body)") { _ = try StagingRecord(encoded: body[...]) }
        }
        var random = SystemRandomNumberGenerator()
        for record in Self.records {
            let bytes = record.encoded
            for length in 0..<bytes.count {
                #expect(throws: RecordReader.Malformed.self) { _ = try StagingRecord(encoded: bytes[..<length]) }
            }
            // Whatever it is, it ends.
            for _ in 0..<200 {
                var other = bytes
                other[Int.random(in: other.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                _ = try? StagingRecord(encoded: other[...])
            }
        }
    }
}
