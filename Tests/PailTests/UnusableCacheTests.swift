import FileSystemTesting
import Foundation
import ObjectStore
import ObjectStoreTesting
import Testing
import WireFaults

@testable import pail

extension ProgramTests {
    /// A cache directory that takes nothing.
    @Suite(
        .serialized, .requiresEndpoint("PAIL_TEST_SEAWEEDFS"),
        .enabled(if: geteuid() == 0, "mounting a tmpfs takes root")
    ) struct UnusableCacheTests {
        /// A tmpfs of so many bytes.
        fileprivate final class SmallDisk {
            let place: TemporaryDirectory
            var path: String { place.path }

            init(bytes: Int) throws {
                place = try TemporaryDirectory()
                try #require(Foundation.mount("tmpfs", place.path, "tmpfs", 0, "size=\(bytes)") == 0, "errno \(errno)")
            }

            /// Takes all room that is left.
            func fill() throws {
                let descriptor = open(path + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
                try #require(descriptor >= 0)
                defer { close(descriptor) }
                let bytes = [UInt8](repeating: 1, count: 4096)
                while write(descriptor, bytes, bytes.count) > 0 {}
                #expect(errno == ENOSPC)
            }

            func makeReadOnly() throws {
                // MS_REMOUNT | MS_RDONLY
                try #require(Foundation.mount("tmpfs", path, "tmpfs", 32 | 1, nil) == 0, "errno \(errno)")
            }

            deinit { umount2(path, 2) }
        }

        private static let count = 4
        private static func content(_ file: Int) -> [UInt8] { SplitMix64.bytes(3_000_000, seed: UInt64(file) + 70) }

        private func mounted(
            diskOf bytes: Int, prepare: @escaping @Sendable (SmallDisk) throws -> Void = { _ in },
            _ body: @escaping @Sendable (ProgramMount, FaultProxy, SmallDisk) throws -> Void
        ) async throws {
            let server = RealServer.seaweedfs
            let folder = "unusable-\(UUID().uuidString)"
            let store = try await server.store(port: server.port, bucket: "pail-ready")
            for file in 0..<Self.count {
                _ = try await store.put(
                    ObjectKey("\(folder)/f\(file)"), MemorySource(Self.content(file)), attributes: ObjectAttributes(),
                    if: nil)
            }
            try await PlainThread.run {
                let disk = try SmallDisk(bytes: bytes)
                try prepare(disk)
                let proxy = try FaultProxy(to: server.port)
                defer { proxy.stop() }
                // The kernel keeps nothing between opens, so that reading again asks the daemon again.
                let mount = try ProgramMount(
                    "s3://pail-ready/\(folder)", endpoint: "http://127.0.0.1:\(proxy.port)", ["--memory-limit", "32M"],
                    cache: disk.path + "/cache")
                try mount.mount()
                try body(mount, proxy, disk)
                try mount.unmount()
            }
            _ = try await store.delete((0..<Self.count).map { ObjectKey("\(folder)/f\($0)") })
        }

        private static func readAll(_ mount: ProgramMount, from first: Int = 0) throws {
            for file in first..<count {
                let bytes = try mount.disk.readAll(DiskPath("f\(file)")).get()
                #expect(bytes == content(file), "f\(file)")
            }
        }

        /// The lines of the log that speak of the cache.
        private static func complaints(_ mount: ProgramMount) -> [String] {
            mount.log.filter { $0.contains(" warning ") && $0.contains("cache") }
        }

        @Test(
            "On a disk that is full or read-only from the start files are read uncached, and the log says so once",
            arguments: ["full", "read-only"])
        func fromTheStart(_ state: String) async throws {
            try await mounted(diskOf: 256 << 10) { disk in
                if state == "full" { try disk.fill() } else { try disk.makeReadOnly() }
            } _: { mount, _, _ in
                for _ in 0..<2 { try Self.readAll(mount) }
                #expect(Self.complaints(mount).count == 1, "\(mount.log)")
            }
        }

        @Test(
            "A disk that becomes full while it is used costs the cache, no read, and one line of the log")
        func meanwhile() async throws {
            try await mounted(diskOf: 8 << 20) { mount, _, disk in
                let first = try mount.disk.readAll("f0").get()
                #expect(first == Self.content(0))
                try PlainThread.waitUntil("blocks are stored") {
                    CacheRows(directory: mount.cache).bytesOnDisk >= 3_000_000
                }
                #expect(Self.complaints(mount).isEmpty, "\(mount.log)")
                // While it has blocks it makes room by dropping them: it must have none.
                try mount.disk.unlink("f0").get()
                try PlainThread.waitUntil("its blocks are gone") { CacheRows(directory: mount.cache).files.isEmpty }
                try disk.fill()
                try Self.readAll(mount, from: 1)
                try PlainThread.waitUntil("the log says so") { !Self.complaints(mount).isEmpty }
                try Self.readAll(mount, from: 1)
                #expect(Self.complaints(mount).count == 1, "\(mount.log)")
            }
        }
    }
}
