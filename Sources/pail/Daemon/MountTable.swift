import Glibc

/// One line of /proc/self/mountinfo.
struct MountEntry: Hashable, Sendable {
    /// `major:minor`, unique among living mounts.
    let device: String
    let mountPoint: String
    /// `fuse.pail`.
    let type: String
    /// `s3://bucket/prefix`.
    let source: String
    /// Who mounted it (`user_id=`).
    let owner: UInt32

    /// proc_pid_mountinfo(5): Parses one line; nil for what is none.
    init?(line: Substring) {
        let halves = line.split(separator: " ", omittingEmptySubsequences: true)
        guard let dash = halves.firstIndex(of: "-"), dash >= 6, halves.count >= dash + 4 else { return nil }
        device = String(halves[2])
        mountPoint = Self.unescaped(halves[4])
        type = String(halves[dash + 1])
        source = Self.unescaped(halves[dash + 2])
        let option = halves[dash + 3].split(separator: ",").first { $0.hasPrefix("user_id=") }
        owner = option.flatMap { UInt32($0.dropFirst(8)) } ?? 0
    }

    /// Undoes `\040` and alike.
    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "\\"), index + 3 < source.count,
                let code = UInt8(String(decoding: source[(index + 1)...(index + 3)], as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                index += 4
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What is mounted, as the kernel tells this process.
enum MountTable {
    /// Every mount, in the order in which they were made.
    static func read() -> [MountEntry] {
        let descriptor = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap(MountEntry.init(line:))
    }

    /// The mount of pail at a path, also when its daemon is gone and the path itself no longer answers.
    ///
    /// - Throws: `CommandFailure` (72) when there is none.
    static func pailMount(at path: String) throws(CommandFailure) -> MountEntry {
        let absolute = path.isEmpty ? "" : resolved(path)
        if let entry = read().last(where: { $0.mountPoint == absolute }), entry.type == "fuse.pail" { return entry }
        throw CommandFailure(
            .mountPoint, "\(path.isEmpty ? "''" : path): no bucket is mounted here",
            advice: "See what is mounted with: findmnt -t fuse.pail")
    }

    private static func resolved(_ path: String) -> String {
        if let whole = realpath(path, nil) {
            defer { free(whole) }
            return String(cString: whole)
        }
        var trimmed = MountPoint.absolute(path)
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return trimmed }
        let parent = String(trimmed[..<slash])
        guard let whole = realpath(parent.isEmpty ? "/" : parent, nil) else { return trimmed }
        defer { free(whole) }
        let directory = String(cString: whole)
        return (directory == "/" ? "" : directory) + trimmed[slash...]
    }
}
