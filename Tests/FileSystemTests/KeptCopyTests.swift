import FileSystem
import FileSystemTesting
import Foundation
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import LocalStore

extension MountedTests {
    /// What was written and could not be stored, and is kept on the local disk.
    @Suite(.serialized) struct KeptCopyTests {
        private static let failure = StoreError(.unavailable, "as the test says")

        @Test(
            "What the end of the mount could not store is kept, and where bytes of it are missing that is said",
            arguments: [true, false])
        func told(isWhole: Bool) async throws {
            let memory = MemoryStore()
            memory.plant("f", [UInt8](repeating: 1, count: 3_000_000))
            let store = FaultStore(memory)
            try await BucketMount.with(store) { mount in
                let file = try mount.disk.open("f", O_RDWR).get()
                #expect(try file.write([2], at: 0).get() == 1)
                if isWhole { _ = try file.readToEnd().get() }
                store.add(.fail(Self.failure), to: [.get, .put], times: .max)
                let failure = #expect(throws: MountFailure.self) { try mount.unmount(byForce: true) }
                let told = try #require(failure).description
                #expect(told.contains("kept as \(mount.cacheDirectory)"), "\(told)")
                #expect(told.contains("with zeros") == !isWhole, "\(told)")
                _ = file.close()
            }
        }

        /// Files under one directory of the cache.
        private static func files(_ directory: String, of mount: BucketMount) -> [[UInt8]] {
            let files = FileManager.default.enumerator(atPath: mount.cacheDirectory)?.compactMap { $0 as? String } ?? []
            return files.filter { $0.contains("/\(directory)/") }.sorted().compactMap { name in
                FileManager.default.contents(atPath: mount.cacheDirectory + "/" + name).map { [UInt8]($0) }
            }
        }

        /// A file in the place of the directory of the conflict copies.
        private static func obstacle(of mount: BucketMount) throws -> String {
            let home = try #require(try FileManager.default.contentsOfDirectory(atPath: mount.cacheDirectory).first)
            return "\(mount.cacheDirectory)/\(home)/conflicts"
        }

        @Test("What lost a conflict and cannot be kept as a copy stays in the cache, and the next mount keeps it")
        func notKept() async throws {
            let memory = MemoryStore.holding(["f"])
            try await PlainThread.run {
                let mount = try BucketMount(memory)
                let obstacle = try Self.obstacle(of: mount)
                try Data().write(to: URL(filePath: obstacle))
                let file = try mount.disk.open("f", O_WRONLY).get()
                #expect(try file.write(Array("ours".utf8), at: 0).get() == 4)
                memory.plant("f", Array("theirs".utf8))
                #expect(throws: (any Error).self) { try file.fsync().get() }
                // Who does not look at that goes on.
                #expect(try file.write(Array(", and more".utf8), at: 4).get() == 10)
                _ = file.close()
                try? mount.unmount()
                #expect(Self.files("staging", of: mount).contains(Array("ours, and more".utf8)))
                unlink(obstacle)
                try mount.mount()
                try mount.waitUntilSettled()
                #expect(Self.files("conflicts", of: mount) == [Array("ours, and more".utf8)])
                #expect(Self.files("staging", of: mount).isEmpty)
                #expect(try mount.disk.readAll("f").get() == Array("theirs".utf8))
                try mount.unmount()
            }
            #expect(memory.bytes(of: "f") == Array("theirs".utf8))
        }

        @Test(
            "What a mount has left and this one can neither store nor keep as a copy stays for the next",
            arguments: ["damaged", "other boot"])
        func leftAgain(state: String) async throws {
            let killed = KilledMount(.holding(["f"]))
            try await PlainThread.run {
                try killed.run { (mount: BucketMount) throws -> OpenDescriptor in
                    try Data().write(to: URL(filePath: try Self.obstacle(of: mount)))
                    let file = try mount.disk.open("f", O_WRONLY).get()
                    #expect(try file.write(Array("ours".utf8), at: 0).get() == 4)
                    let names =
                        FileManager.default.enumerator(atPath: mount.cacheDirectory)?.compactMap { $0 as? String } ?? []
                    let name = try #require(names.first { $0.hasSuffix(".journal") })
                    let place = URL(filePath: mount.cacheDirectory + "/" + name)
                    var bytes = [UInt8](try Data(contentsOf: place))
                    if state == "damaged" {
                        bytes[bytes.count - 1] ^= 1
                    } else if case .records(let records, _) = StagingLog.read(bytes) {
                        bytes = StagingLog.magic + StagingLog.bytes(of: [.boot("another")] + records.dropFirst())
                    }
                    try Data(bytes).write(to: place)
                    return file
                } check: { (mount: BucketMount, file: OpenDescriptor) throws in
                    try mount.waitUntilSettled()
                    #expect(Self.files("staging", of: mount).count == 2)
                    try mount.unmount()
                    #expect(Self.files("staging", of: mount).count == 2)
                    unlink(try Self.obstacle(of: mount))
                    try mount.mount()
                    try mount.waitUntilSettled()
                    #expect(Self.files("conflicts", of: mount) == [Array("ours".utf8)])
                    _ = file.close()
                }
            }
            #expect(killed.memory.bytes(of: "f") == Array("f".utf8))
        }
    }
}
