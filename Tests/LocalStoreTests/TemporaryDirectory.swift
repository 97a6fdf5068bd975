import Foundation
import Synchronization
import Testing

@testable import LocalStore
@testable import ObjectStore

/// A directory that goes with the test.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "pail-local-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func options(
        cacheSize: Int64 = 64 << 20, minimumFree: Int64 = 0, bucket: String = "http://127.0.0.1:1/bucket"
    ) -> LocalStoreOptions {
        LocalStoreOptions(directory: path, cacheSize: cacheSize, minimumFree: minimumFree, bucketIdentity: bucket)
    }

    /// Paths of all files under the directory.
    func files(matching part: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return all.map { path + "/" + $0 }.filter { name in
            var isDirectory: ObjCBool = false
            return name.contains(part) && FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory)
                && !isDirectory.boolValue
        }
    }
}

/// A small file system of its own, for a disk that fills up or cannot be written.
final class SmallDisk: Sendable {
    let directory: TemporaryDirectory
    var path: String { directory.path }

    static let unavailable: Comment = "mounting a tmpfs takes root"
    static var isAvailable: Bool { geteuid() == 0 }

    init(bytes: Int) throws {
        directory = try TemporaryDirectory()
        guard mount("tmpfs", directory.path, "tmpfs", 0, "size=\(bytes)") == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }

    func makeReadOnly() throws {
        guard mount("tmpfs", path, "tmpfs", UInt(32 | 1), nil) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }

    deinit { umount2(directory.path, 2) }
}

/// Waits for a condition, at most 20 seconds.
func eventually(_ what: Comment, _ condition: () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("it did not happen in time: \(what)")
            return
        }
        try await Task.sleep(for: .milliseconds(2))
    }
}

extension BlockCache {
    /// The block, when it has been read.
    func block(_ version: BlockVersion, _ index: Int64) async -> [UInt8]? {
        let buffer = BlockBuffer(count: version.blockLength(index))
        let isThere = await withCheckedContinuation { continuation in
            read(version, index, into: buffer) { continuation.resume(returning: $0) }
        }
        return isThere ? buffer.withContent { Array($0) } : nil
    }
}

/// A version of an object, and its bytes, which follow from its name.
struct TestObject: Sendable {
    let version: BlockVersion

    init(_ name: String, etag: String = "e", size: Int64) {
        version = BlockVersion(key: ObjectKey(name), etag: ETag(etag), size: size)
    }

    func bytes(_ index: Int64) -> [UInt8] {
        var seed: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in version.key.bytes + Array(version.etag.value.utf8) + [UInt8(truncatingIfNeeded: index)] {
            seed = (seed ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let length = version.blockLength(index)
        var bytes = [UInt8](repeating: 0, count: length)
        bytes.withUnsafeMutableBytes { buffer in
            for offset in stride(from: 0, to: length - length % 8, by: 8) {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                buffer.storeBytes(of: seed, toByteOffset: offset, as: UInt64.self)
            }
            for offset in (length - length % 8)..<length { buffer[offset] = UInt8(truncatingIfNeeded: offset) }
        }
        return bytes
    }
}

/// Repeatable random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
