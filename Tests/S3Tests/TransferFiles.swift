import Glibc
import Synchronization

@testable import S3

/// A folder of a test's own, gone with its last owner.
final class TransferFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/s3-transfer-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError("/tmp", "mkdtemp", errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes a file; answers its path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String = "file") throws -> String {
        let path = "\(path)/\(name)"
        let descriptor = try FileDescriptors.open(path, O_WRONLY | O_CREAT | O_TRUNC)
        defer { close(descriptor) }
        try bytes.withUnsafeBytes { try FileDescriptors.write($0, to: descriptor, at: nil, path: path) }
        return path
    }

    func read(_ name: String = "file") throws -> [UInt8] {
        let path = "\(path)/\(name)"
        guard let file = try FileBody.open(path) else { return [] }
        let buffer = PartBuffer(capacity: Int(file.count))
        try buffer.fill(from: file, at: 0)
        return Array(buffer.bytes)
    }
}

enum TransferBytes {
    /// Bytes no two runs of which are alike.
    static func make(_ count: Int) -> [UInt8] {
        let block = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 4104)
        var number: UInt64 = 0
        while bytes.count < count {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: block)
            number += 1
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Whether the bytes are the same, in one comparison of memory.
    static func same(_ one: [UInt8]?, _ other: [UInt8]) -> Bool {
        guard let one, one.count == other.count else { return false }
        return memcmp(one, other, other.count) == 0
    }
}

/// Adds up what a progress is told.
final class TransferTally: Sendable {
    private let state = Mutex<(sum: Int64, calls: Int, isNegative: Bool)>((0, 0, false))

    var sum: Int64 { state.withLock { $0.sum } }
    var calls: Int { state.withLock { $0.calls } }
    var tookBack: Bool { state.withLock { $0.isNegative } }

    func add(_ bytes: Int64) {
        state.withLock { state in
            state.sum += bytes
            state.calls += 1
            if bytes < 0 { state.isNegative = true }
        }
    }
}

extension TransferConfig {
    /// Parts of the least size, for tests.
    static var small: TransferConfig {
        var config = TransferConfig()
        config.multipartThreshold = 5 << 20
        config.multipartChunkSize = 5 << 20
        return config
    }
}
