import Foundation
import LocalStore
import ObjectStore
import Synchronization
import Testing

@testable import FileSystem

/// A staging area in a directory of its own, removed at the end.
final class StagedFixture: Sendable {
    let directory: String
    let local: LocalStore
    let store: WriteFakeStore
    /// Room for two fetches of the most.
    let memory = AsyncGate(width: 16 << 20)
    private let isMounted: Bool

    /// - Parameter size: makes the local disk one of so many bytes, which takes root.
    init(_ store: WriteFakeStore = WriteFakeStore(), diskOf size: Int? = nil) throws {
        directory = NSTemporaryDirectory() + "staged-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        if let size { try #require(mount("tmpfs", directory, "tmpfs", 0, "size=\(size)") == 0) }
        isMounted = size != nil
        local = try LocalStore(
            LocalStoreOptions(directory: directory, cacheSize: 0, minimumFree: 0, bucketIdentity: "test"))
        self.store = store
    }

    deinit {
        local.close()
        if isMounted { umount2(directory, 2) }
        try? FileManager.default.removeItem(atPath: directory)
    }

    func file(
        _ key: ObjectKey? = nil,
        _ configuration: WriteConfiguration = WriteConfiguration()
    ) throws -> StagedFile {
        let base = key.flatMap { key in
            store.state.withLock { $0.objects[key] }.map {
                BaseVersion(key: key, etag: $0.etag, size: Int64($0.bytes.count))
            }
        }
        return try StagedFile(
            staging: local.staging, base: base, store: store, configuration: configuration, memory: memory)
    }
}

extension WriteConfiguration {
    /// Sizes so small that a few bytes make many parts.
    static var tiny: WriteConfiguration {
        var tiny = WriteConfiguration()
        tiny.singlePutLimit = 16
        tiny.uploadPartSize = 16
        tiny.copyPartSize = 24
        tiny.smallestFetch = 4
        tiny.largestFetch = 16
        tiny.fetchGap = 2
        return tiny
    }
}

extension StagedFile {
    func put(_ bytes: [UInt8], at offset: Int64) throws -> Bool {
        try bytes.withUnsafeBytes { try write($0, at: offset) }
    }
}
