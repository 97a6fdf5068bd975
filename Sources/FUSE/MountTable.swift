import Glibc

/// What is mounted where, by /proc/self/mountinfo: see proc_pid_mountinfo(5).
///
/// Reading it asks no file system anything, so it does not hang on a mount that does.
struct MountTable {
    struct Entry: Equatable {
        var major: UInt32
        var minor: UInt32
        var mountPoint: String
        /// Such as `fuse.pail`.
        var type: String
        var source: String
    }

    /// In the order of mounting: of several on one mount point the last is on top.
    var entries: [Entry]

    /// The table as it is now; empty where /proc is not mounted.
    static func current() -> MountTable {
        MountTable(parsing: readFile("/proc/self/mountinfo"))
    }

    init(parsing text: [UInt8]) {
        entries = text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard fields.count > 5, let dash = fields[5...].firstIndex(of: [UInt8(ascii: "-")]) else { return nil }
            let device = String(decoding: fields[2], as: UTF8.self).split(separator: ":").compactMap { UInt32($0) }
            guard device.count == 2, fields.count > dash + 2 else { return nil }
            return Entry(
                major: device[0], minor: device[1], mountPoint: Self.unescape(fields[4]),
                type: Self.unescape(fields[dash + 1]), source: Self.unescape(fields[dash + 2])
            )
        }
    }

    /// What is on top at a path.
    func top(at path: String) -> Entry? {
        entries.last { $0.mountPoint == path }
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

/// The bytes of a small file; none if it cannot be read.
func readFile(_ path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return result }
        result.append(contentsOf: chunk[..<count])
    }
}
