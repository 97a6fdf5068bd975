import FUSE
import Testing

@testable import FileSystem

struct StoredAttributesTests {
    @Test("What is written is read back")
    func roundTrip() {
        var stored = StoredAttributes()
        stored.mode = FileMode(rawValue: 0o100640)
        stored.user = 1000
        stored.group = 4_294_967_294
        stored.modified = FileTime(seconds: 981_173_106, nanoseconds: 7)
        stored.accessed = FileTime(seconds: 0)
        stored.changed = FileTime(seconds: -2, nanoseconds: 750_000_000)
        stored.extended = ["user.a": [], "user.b\"\\\n": [0, 255, 1, 2], "user.ü": Array("text".utf8)]
        var metadata = ["other": "kept"]
        stored.write(into: &metadata)
        #expect(metadata["mode"] == "33184")
        #expect(metadata["mtime"] == "981173106.000000007")
        #expect(metadata["ctime"] == "-1.250000000")
        #expect(metadata["other"] == "kept")
        #expect(metadata.values.allSatisfy { $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } })
        #expect(StoredAttributes(metadata) == stored)
    }

    @Test("The spellings of rclone and DataSync are read")
    func others() {
        #expect(StoredAttributes(["mode": "100755"]).mode == FileMode(rawValue: 0o100755))
        let dataSync = StoredAttributes([
            "file-permissions": "0640", "file-owner": "7", "file-group": "8", "file-mtime": "1521837060000000005ns",
        ])
        #expect(dataSync.mode?.permissions == 0o640)
        #expect(dataSync.user == 7 && dataSync.group == 8)
        #expect(dataSync.modified == FileTime(seconds: 1_521_837_060, nanoseconds: 5))
    }

    @Test(
        "A time at the end of what numbers can say is read, or counts as absent",
        arguments: [
            ("-9223372036854775808ns", FileTime(seconds: -9_223_372_037, nanoseconds: 145_224_192)),
            ("-1ns", FileTime(seconds: -1, nanoseconds: 999_999_999)),
            ("-1000000000ns", FileTime(seconds: -1)),
            ("-9223372036854775808", FileTime(seconds: .min)),
            ("-9223372036854775808.5", nil),
            ("9223372036854775807.999999999", FileTime(seconds: .max, nanoseconds: 999_999_999)),
        ])
    func extremes(text: String, time: FileTime?) {
        #expect(StoredAttributes(["mtime": text]).modified == time)
    }

    @Test("What is malformed counts as absent", arguments: ["", "x", "1.x", "--1", "99999999999999999999"])
    func malformed(text: String) {
        let stored = StoredAttributes(["mode": text, "uid": text, "gid": text, "mtime": text, "xattr": "%7B" + text])
        #expect(stored == StoredAttributes())
    }

    @Test("Extended attributes that cannot be read stay as they are until one is set")
    func unreadable() {
        let before = ["xattr": "%7B%22user.a%22%3A1%7D"]
        var metadata = before
        StoredAttributes(metadata).write(into: &metadata)
        #expect(metadata == before)
        var stored = StoredAttributes(metadata)
        stored.extended["user.b"] = [1]
        stored.write(into: &metadata)
        #expect(StoredAttributes(metadata).extended == ["user.b": [1]])
    }

    @Test("The escapes of JSON in a name are read")
    func escapes() {
        let json = #"{"user.\\\/\b\f\n\r\t\u00fc\ud83e\udea3":"AQ=="}"#
        let text = json.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(StoredAttributes(["xattr": text]).extended == ["user.\\/\u{8}\u{c}\n\r\tü\u{1FAA3}": [1]])
    }
}
