/// What is mounted where, by /proc/self/mountinfo: see proc_pid_mountinfo(5).
///
/// Reading it asks no file system anything, so it does not hang on a mount that does.
package struct MountTable {
    /// One line of it.
    package struct Entry: Hashable, Sendable {
        package var major: UInt32
        package var minor: UInt32
        package var mountPoint: String
        /// Such as `fuse.pail`.
        package var type: String
        /// Such as `s3://bucket/prefix`.
        package var source: String
        /// Who mounted a FUSE file system (`user_id=`); 0 where that is not said.
        package var owner: UInt32

        /// `major:minor`, unique among living mounts.
        package var device: String { "\(major):\(minor)" }
    }

    /// In the order of mounting: of several on one mount point the last is on top.
    package var entries: [Entry]

    /// The table as it is now; empty where /proc is not mounted.
    package static func current() -> MountTable {
        MountTable(parsing: SmallFile.read("/proc/self/mountinfo"))
    }

    init(parsing text: [UInt8]) {
        entries = text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard fields.count > 5, let dash = fields[5...].firstIndex(of: [UInt8(ascii: "-")]) else { return nil }
            let device = String(decoding: fields[2], as: UTF8.self).split(separator: ":").compactMap { UInt32($0) }
            guard device.count == 2, fields.count > dash + 2 else { return nil }
            return Entry(
                major: device[0], minor: device[1], mountPoint: Self.unescape(fields[4]),
                type: Self.unescape(fields[dash + 1]), source: Self.unescape(fields[dash + 2]),
                owner: fields.count > dash + 3 ? Self.owner(fields[dash + 3]) : 0
            )
        }
    }

    /// What is on top at a path.
    package func top(at path: String) -> Entry? {
        entries.last { $0.mountPoint == path }
    }

    private static func owner(_ options: ArraySlice<UInt8>) -> UInt32 {
        let option = String(decoding: options, as: UTF8.self).split(separator: ",").first { $0.hasPrefix("user_id=") }
        return option.flatMap { UInt32($0.dropFirst("user_id=".count)) } ?? 0
    }

    /// `\040` and alike are bytes in octal.
    private static func unescape(_ field: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
