import CLinux
import FUSE
import ObjectStore

/// File attributes as they are kept in an object's user metadata.
///
/// Written in the names and forms of s3fs (`mode` decimal with the kind's bits, `uid`, `gid`, times in seconds with a
/// fraction, `xattr`), read from those, from rclone's and from AWS DataSync's.
struct StoredAttributes: Equatable, Sendable {
    var mode: FileMode?
    var user: UInt32?
    var group: UInt32?
    var modified: FileTime?
    var accessed: FileTime?
    var changed: FileTime?
    /// Extended attributes by name.
    var extended: [String: [UInt8]] = [:]

    init() {}

    /// Reads what the metadata of an object tells; what is malformed counts as absent.
    init(_ metadata: [String: String]) {
        mode = Self.mode(metadata["mode"]) ?? Self.dataSyncMode(metadata["file-permissions"])
        user = (metadata["uid"] ?? metadata["file-owner"]).flatMap { UInt32($0) }
        group = (metadata["gid"] ?? metadata["file-group"]).flatMap { UInt32($0) }
        modified = (metadata["mtime"] ?? metadata["file-mtime"]).flatMap(FileTime.init(metadata:))
        accessed = (metadata["atime"] ?? metadata["file-atime"]).flatMap(FileTime.init(metadata:))
        changed = metadata["ctime"].flatMap(FileTime.init(metadata:))
        extended = metadata["xattr"].flatMap(ExtendedAttributeCodec.decode) ?? [:]
    }

    /// Puts the attributes into user metadata, leaving the names of others as they are.
    func write(into metadata: inout [String: String]) {
        if let mode { metadata["mode"] = String(mode.rawValue) }
        if let user { metadata["uid"] = String(user) }
        if let group { metadata["gid"] = String(group) }
        if let modified { metadata["mtime"] = modified.metadata }
        if let accessed { metadata["atime"] = accessed.metadata }
        if let changed { metadata["ctime"] = changed.metadata }
        if !extended.isEmpty {
            metadata["xattr"] = ExtendedAttributeCodec.encode(extended)
        } else if let text = metadata["xattr"], ExtendedAttributeCodec.decode(text) != nil {
            // One that cannot be read is another client's, and stays.
            metadata["xattr"] = nil
        }
    }

    /// s3fs writes st_mode in decimal, rclone in octal: whichever reading has a file's kind is the one.
    private static func mode(_ text: String?) -> FileMode? {
        guard let text else { return nil }
        for radix in [10, 8] {
            if let value = UInt32(text, radix: radix), value <= 0o177777, isKind(value & 0o170000) {
                return FileMode(rawValue: value)
            }
        }
        return nil
    }

    private static func isKind(_ kind: UInt32) -> Bool {
        [FileMode.regular, FileMode.directory, FileMode.symbolicLink, FileMode.fifo, FileMode.socket].contains(kind)
    }

    private static func dataSyncMode(_ text: String?) -> FileMode? {
        text.flatMap { UInt32($0, radix: 8) }.map { FileMode(rawValue: $0 & 0o7777) }
    }
}

extension FileTime {
    /// Now, by the real-time clock.
    static var now: FileTime {
        let now = clinux_realtime()
        return FileTime(seconds: now / 1_000_000_000, nanoseconds: Int32(now % 1_000_000_000))
    }

    init(_ timestamp: Timestamp) {
        self.init(seconds: timestamp.seconds, nanoseconds: timestamp.nanoseconds)
    }

    /// Seconds with a fraction, or DataSync's nanoseconds (`1521837060000000000ns`).
    init?(metadata text: String) {
        if text.hasSuffix("ns") {
            guard let all = Int64(text.dropLast(2)) else { return nil }
            let (seconds, rest) = all.quotientAndRemainder(dividingBy: 1_000_000_000)
            self.init(
                seconds: rest < 0 ? seconds - 1 : seconds, nanoseconds: Int32(rest < 0 ? rest + 1_000_000_000 : rest))
            return
        }
        let pieces = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = pieces.first, let whole = Int64(first) else { return nil }
        var nanoseconds: Int32 = 0
        if pieces.count == 2 {
            let digits = pieces[1].prefix(9)
            guard let value = Int32(digits.isEmpty ? "0" : digits), value >= 0 else { return nil }
            nanoseconds = (digits.utf8.count..<9).reduce(value) { sum, _ in sum * 10 }
        }
        // "-1.25" is a second and a quarter before 1970: the fraction counts away from it.
        if first.hasPrefix("-"), nanoseconds > 0 {
            // Anybody may have written it.
            guard whole > .min else { return nil }
            self.init(seconds: whole - 1, nanoseconds: 1_000_000_000 - nanoseconds)
        } else {
            self.init(seconds: whole, nanoseconds: nanoseconds)
        }
    }

    /// The time as `init(metadata:)` reads it.
    var metadata: String {
        if nanoseconds == 0 { return String(seconds) }
        let isBefore = seconds < 0
        let whole = isBefore ? -(seconds + 1) : seconds
        let fraction = String(isBefore ? 1_000_000_000 - nanoseconds : nanoseconds)
        return (isBefore ? "-" : "") + "\(whole)." + String(repeating: "0", count: 9 - fraction.utf8.count) + fraction
    }
}

extension Timestamp {
    init(_ time: FileTime) {
        self.init(seconds: time.seconds, nanoseconds: time.nanoseconds)
    }
}
