import FUSE
import FileSystemTesting
import Foundation
import Glibc
import LocalStore
import Logging
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

@testable import FileSystem

/// A bucket with a directory `d` that is renamed to `e`, and the local disks of the mounts that do it, one after the other.
final class RenameWorld: Sendable {
    /// What kind of store and target there is.
    struct Kind: Sendable, CaseIterable, CustomStringConvertible {
        /// Whether `e` is there, and empty.
        let replaces: Bool
        let honoursTags: Bool

        static let allCases = [true, false].flatMap { replaces in
            [true, false].map { Kind(replaces: replaces, honoursTags: $0) }
        }

        var description: String {
            "\(replaces ? "onto an empty directory" : "to a new name"), tags \(honoursTags ? "honoured" : "not honoured")"
        }
    }

    /// What is below `d`, by what comes after `d/`.
    static let tree: [String: [UInt8]] = [
        "": [], "a": Array("aaa".utf8), "b": Array("bb".utf8), "sub/": [], "sub/c": [], "sub//hidden": [1],
        // Too large for one CopyObject, in two parts.
        "large": [UInt8](repeating: 9, count: 150),
        // Stored in two parts, so that a copy has another tag.
        "parts": [UInt8](repeating: 7, count: 90),
    ]

    /// The attributes of the directory that is replaced.
    static let replaced = ObjectAttributes(userMetadata: ["mode": "16832"])

    let memory: MemoryStore
    private let place: TemporaryDirectory
    private let disks = Mutex(0)

    init(_ kind: Kind) async throws {
        var capabilities = StoreCapabilities()
        capabilities.batchDeleteIfMatches = kind.honoursTags
        capabilities.maximumCopySize = 100
        capabilities.minimumPartSize = 1
        memory = MemoryStore(capabilities: capabilities)
        place = try TemporaryDirectory.inMemory()
        for (suffix, bytes) in Self.tree where suffix != "parts" { memory.plant(ObjectKey("d/" + suffix), bytes) }
        let bytes = Self.tree["parts"] ?? []
        let upload = try await memory.createUpload("d/parts", attributes: ObjectAttributes())
        let first = try await memory.uploadPart(upload, 1, MemorySource(Array(bytes.prefix(40))))
        let second = try await memory.uploadPart(upload, 2, MemorySource(Array(bytes.dropFirst(40))))
        _ = try await memory.completeUpload(upload, [first, second], if: nil)
        if kind.replaces { memory.plant("e/", [], attributes: Self.replaced) }
        memory.plant("near", [5])
    }

    /// A new, empty local disk.
    func makeDisk() throws -> String {
        let path = disks.withLock { count in
            count += 1
            return "\(place.path)/\(count)"
        }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// The disk as it is now, as another one: nobody holds locks there.
    func snapshot(of disk: String) throws -> String {
        let copy = try makeDisk()
        for home in try FileManager.default.contentsOfDirectory(atPath: disk) {
            for part in ["renames", "removals"] where FileManager.default.fileExists(atPath: "\(disk)/\(home)/\(part)")
            {
                try FileManager.default.createDirectory(
                    atPath: "\(copy)/\(home)", withIntermediateDirectories: true)
                // Another thread may end a journal just now.
                let files = try FileManager.default.contentsOfDirectory(atPath: "\(disk)/\(home)/\(part)")
                try FileManager.default.createDirectory(
                    atPath: "\(copy)/\(home)/\(part)", withIntermediateDirectories: true)
                for file in files {
                    try? FileManager.default.copyItem(
                        atPath: "\(disk)/\(home)/\(part)/\(file)", toPath: "\(copy)/\(home)/\(part)/\(file)")
                }
            }
        }
        return copy
    }

    /// The journals on a disk.
    static func journals(on disk: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: disk)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.contains("/renames/") }.map { disk + "/" + $0 }
    }

    /// Runs `body` with a file system that nothing mounts.
    func withFileSystem<Value>(
        _ store: any ObjectStore, disk: String, _ body: (BucketFileSystem) async throws -> Value
    ) async throws -> Value {
        let local = try LocalStore(
            LocalStoreOptions(directory: disk, cacheSize: 0, minimumFree: 0, bucketIdentity: "test"))
        defer { local.close() }
        var log = Logger(label: "pail.test")
        log.logLevel = getenv("PAIL_TEST_LOG").flatMap { Logger.Level(rawValue: String(cString: $0)) } ?? .critical
        let configuration = FileSystemConfiguration(user: getuid(), group: getgid())
        return try await body(BucketFileSystem(store: store, configuration: configuration, local: local, log: log))
    }

    /// Begins a mount, which settles what others have left, and ends it.
    func settle(_ store: (any ObjectStore)? = nil, disk: String) async throws {
        try await withFileSystem(store ?? memory, disk: disk) { await $0.settleLeft() }
    }

    /// Renames `d` to `e`.
    ///
    /// - Parameter store: armed once the two have been looked up.
    func rename(disk: String, by store: DyingStore) async throws -> Result<Void, FileSystemError> {
        try await withFileSystem(store, disk: disk) { fileSystem in
            let root = fileSystem.namespace.root
            let inode = try #require(
                try await fileSystem.loader.resolve(EntryName("d"), in: root, isLookedUp: true))
            let replaced = try await fileSystem.loader.resolve(EntryName("e"), in: root, isLookedUp: true)
            store.arm()
            let move = BucketFileSystem.Move(
                inode: inode, source: root, target: root, name: EntryName("e"), replaced: replaced)
            do throws(FileSystemError) {
                try await fileSystem.renameDirectory(move)
                return .success(())
            } catch { return .failure(error) }
        }
    }

    /// What is below a prefix.
    func tree(_ prefix: String) -> [String: [UInt8]] {
        var result: [String: [UInt8]] = [:]
        for key in memory.keys where key.hasPrefix(ObjectKey(prefix)) {
            result[String(key.description.dropFirst(prefix.count))] = memory.bytes(of: key)
        }
        return result
    }
}
