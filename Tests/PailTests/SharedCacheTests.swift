import FileSystemTesting
import Foundation
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import pail

extension ProgramTests {
    /// Several daemons on one cache directory.
    @Suite(.serialized, .requiresEndpoint("PAIL_TEST_SEAWEEDFS")) struct SharedCacheTests {
        private static let sizes = [100, 20_000, 300_000, 1_000_000, 1_100_000, 2_500_000, 3_300_000]
        private static let cacheSize: Int64 = 6 << 20

        @Test("Two daemons on one small cache directory, and objects that a third client replaces: no wrong byte")
        func load() async throws {
            let seed = UInt64.random(in: 0...UInt64.max)
            print("shared cache: seed \(seed)")
            let server = RealServer.seaweedfs
            let folder = "shared-\(UUID().uuidString)"
            let store = try await server.store(port: server.port, bucket: "pail-ready")
            let files = Self.sizes.enumerated().map { object, size in
                (path: DiskPath("f\(object)"), content: VersionedContent(object) { size + $0 % 9 * 777 })
            }
            @Sendable func put(_ object: Int, _ version: Int) async throws {
                _ = try await store.put(
                    ObjectKey("\(folder)/f\(object)"), MemorySource(files[object].content.bytes(version)),
                    attributes: ObjectAttributes(), if: nil)
            }
            for object in files.indices { try await put(object, 0) }
            try await PlainThread.run {
                let home = try TemporaryDirectory()
                let endpoint = "http://127.0.0.1:\(server.port)"
                let options = ["--cache-size", "6M", "--metadata-ttl", "50ms"]
                let mounts = try ["auto", "off"].map {
                    try ProgramMount(
                        "s3://pail-ready/\(folder)", endpoint: endpoint, options + ["--passthrough", $0],
                        cache: home.path + "/cache")
                }
                for mount in mounts { try mount.mount() }
                let readers = mounts.enumerated().map {
                    Readers(3, on: $1.disk, files, seed: seed &+ UInt64($0) * 1000)
                }
                var generator = SplitMix64(seed: seed &- 1)
                var versions = files.map { _ in 0 }
                var most: Int64 = 0
                let end = ContinuousClock.now + (TestSettings.isFull ? .seconds(60) : .seconds(3))
                var rounds = 0
                while ContinuousClock.now < end || rounds < 40 {
                    let object = Int(generator.next() % UInt64(files.count))
                    versions[object] += 1
                    let version = versions[object]
                    try PlainThread.wait { try await put(object, version) }
                    most = max(most, CacheRows(directory: home.path).bytesOnDisk)
                    rounds += 1
                    let before = readers.map { $0.soFar.files }
                    try PlainThread.waitUntil("every mount is read from") {
                        zip(before, readers).allSatisfy { $1.soFar.files > $0 || !$1.soFar.wrong.isEmpty }
                    }
                }
                for (reader, mount) in zip(readers, mounts) {
                    let report = reader.stop()
                    print(
                        "shared cache: \(rounds) replaced, \(report.files) files, \(report.reads) reads, \(report.stale) stale"
                    )
                    #expect(report.wrong.isEmpty, "\(report.wrong)")
                    for (object, (path, content)) in files.enumerated() {
                        #expect(try mount.disk.readAll(path).get() == content.bytes(versions[object]))
                    }
                }
                print("shared cache: at most \(most) bytes on the disk")
                #expect(most <= Self.cacheSize, "\(most)")
                for mount in mounts { try mount.unmount() }
            }
            _ = try await store.delete(files.map { ObjectKey("\(folder)/\($0.path)") })
        }
    }
}
