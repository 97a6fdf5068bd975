import Glibc

/// What one operation gave, in the form in which two file systems can be compared.
package struct Outcome: Hashable, Sendable {
    /// 0, or why it failed.
    package var errno: Int32 = 0
    /// The return value, where it is no descriptor.
    package var value: Int64 = 0
    /// What was read.
    package var bytes: [UInt8] = []
    /// What stat(2) said.
    package var status: ComparedStatus?
    /// Names of a directory.
    package var names: [[UInt8]] = []
    /// A claim of this side alone that turned out wrong: a hole with bytes in it, a listing that names a wrong kind.
    package var inconsistency: String?

    package init() {}
    package init(value: Int64) { self.value = value }
    package init(_ error: CallError) { errno = error.errno }

    package static func == (left: Outcome, right: Outcome) -> Bool {
        left.errno == right.errno && left.value == right.value && left.status == right.status
            && left.names == right.names && left.inconsistency == right.inconsistency
            && Outcome.areSame(left.bytes, right.bytes)
    }

    /// memcmp(3), since tests are built without optimisation.
    static func areSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count, left.count > 0 else { return left.count == right.count }
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { memcmp(left.baseAddress!, $0.baseAddress!, left.count) == 0 }
        }
    }
}

extension Outcome: CustomStringConvertible {
    package var description: String {
        if errno != 0 { return "errno \(errno) (\(String(cString: strerror(errno))))" }
        var parts = ["value \(value)"]
        if !bytes.isEmpty { parts.append("\(bytes.count) bytes, hash \(Self.hash(bytes))") }
        if let status { parts.append("\(status)") }
        if !names.isEmpty { parts.append("names \(names.map { String(decoding: $0, as: UTF8.self) })") }
        if let inconsistency { parts.append(inconsistency) }
        return parts.joined(separator: ", ")
    }

    private static func hash(_ bytes: [UInt8]) -> String {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return String(UInt64(bitPattern: Int64(hasher.finalize())), radix: 16)
    }

    /// Where two readings first differ, for the report.
    package static func firstDifference(_ left: Outcome, _ right: Outcome) -> String {
        let shared = zip(left.bytes, right.bytes).enumerated().first { $0.element.0 != $0.element.1 }
        guard let shared else {
            return left.bytes.count == right.bytes.count
                ? "" : " (lengths \(left.bytes.count) and \(right.bytes.count))"
        }
        return " (first at byte \(shared.offset): \(shared.element.0) and \(shared.element.1))"
    }
}

/// The part of stat(2) that a bucket and a disk agree on; see `KnownDifference` for the rest.
package struct ComparedStatus: Hashable, Sendable {
    package var kind: UInt32
    package var permissions: UInt32
    /// 0 for directories.
    package var size: Int64
    /// The modification time when it was set to something old; nil for the time of a change, which each side has for itself.
    package var setTime: [Int64]?

    /// - Parameter hidesDirectoryModes: leaves out a directory's permissions (`KnownDifference.directoryModes`).
    package init(_ status: FileStatus, hidesDirectoryModes: Bool = false) {
        kind = status.kind
        permissions = status.isLink ? 0o777 : status.isDirectory && hidesDirectoryModes ? 0 : status.permissions
        size = status.isDirectory ? 0 : status.size
        // Generated times lie in 2001; a directory's time changes with its entries on a disk and not in a bucket.
        let isSet = status.seconds < 1_500_000_000 && status.isRegular
        setTime = isSet ? [status.seconds, status.nanoseconds] : nil
    }
}
