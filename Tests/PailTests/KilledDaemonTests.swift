import FUSE
import FileSystemTesting
import Foundation
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing
import WireFaults

@testable import pail

extension ProgramTests {
    /// What the cache is worth after a daemon was killed, or its files were changed.
    @Suite(.serialized, .requiresEndpoint("PAIL_TEST_SEAWEEDFS")) struct KilledDaemonTests {
        private static let sizes = [1, 5_000, (1 << 20) + 5, (6 << 20) + 777]

        private static func content(_ file: Int) -> [UInt8] { SplitMix64.bytes(sizes[file], seed: UInt64(file) + 40) }

        /// A mount through a proxy that counts, with files whose blocks are all in the cache.
        private func cached(
            _ passthrough: String, _ body: @escaping @Sendable (ProgramMount, FaultProxy, String) throws -> Void
        ) async throws {
            let server = RealServer.seaweedfs
            let folder = "killed-\(UUID().uuidString)"
            let store = try await server.store(port: server.port, bucket: "pail-ready")
            for file in Self.sizes.indices {
                _ = try await store.put(
                    ObjectKey("\(folder)/f\(file)"), MemorySource(Self.content(file)), attributes: ObjectAttributes(),
                    if: nil)
            }
            try await PlainThread.run {
                let proxy = try FaultProxy(to: server.port)
                defer { proxy.stop() }
                let mount = try ProgramMount(
                    "s3://pail-ready/\(folder)", endpoint: "http://127.0.0.1:\(proxy.port)",
                    ["--passthrough", passthrough])
                try mount.mount()
                try Self.readAll(mount)
                let total = Int64(Self.sizes.reduce(0, +))
                try CacheRows(directory: mount.cache).wait(for: total)
                try body(mount, proxy, folder)
            }
            _ = try await store.delete(Self.sizes.indices.map { ObjectKey("\(folder)/f\($0)") })
        }

        private static func readAll(_ mount: ProgramMount) throws {
            for file in sizes.indices {
                let bytes = try mount.disk.readAll(DiskPath("f\(file)")).get()
                #expect(bytes == content(file), "f\(file)")
            }
        }

        /// GETs of objects; listings are GETs too.
        private static func gets(_ proxy: FaultProxy, _ folder: String) -> Int {
            proxy.requestLines.count { $0.hasPrefix("GET ") && !$0.contains("list-type") }
        }

        @Test(
            "What was cached when the daemon was killed is served by the next one, which only asks for the versions",
            arguments: ["auto", "off"])
        func killed(passthrough: String) async throws {
            try await cached(passthrough) { mount, proxy, folder in
                for _ in 0..<2 {
                    try mount.kill()
                    try mount.mount()
                    proxy.resetCounts()
                    try Self.readAll(mount)
                    try Self.readAll(mount)
                    #expect(Self.gets(proxy, folder) == 0, "\(proxy.requestLines)")
                    // One listing of the directory, and HEAD at each open.
                    let others = proxy.requestLines.count { $0.hasPrefix("GET ") }
                    #expect(others <= 1, "\(proxy.requestLines)")
                    #expect(proxy.requestCount("HEAD") <= 2 * Self.sizes.count, "\(proxy.requestLines)")
                    #expect(proxy.requestCount() <= 1 + 2 * Self.sizes.count, "\(proxy.requestLines)")
                }
                try mount.unmount()
            }
        }

        @Test("pail umount takes a mount away whose daemon is killed while it is asked, as one that was killed before")
        func killedWhileAsked() async throws {
            try await PlainThread.run {
                let endpoint = "http://127.0.0.1:\(RealServer.seaweedfs.port)"
                let mount = try ProgramMount("s3://pail-ready", endpoint: endpoint)
                for isAsked in [true, false] {
                    try mount.mount()
                    let entry = try MountTable.pailMount(at: mount.directory)
                    let daemon = try mount.process()
                    // The kernel has the root's attributes: what follows needs no answer of the daemon's.
                    _ = try mount.disk.stat("").get()
                    #expect(kill(daemon, SIGSTOP) == 0)
                    // Whatever fails: nobody can wait for a daemon that is stopped.
                    var isStopped = true
                    defer { if isStopped { kill(daemon, SIGKILL) } }
                    let command = isAsked ? try PailProgram.start(["umount", mount.directory]) : nil
                    if isAsked {
                        // The socket that listens, and the one that waits to be accepted.
                        let name = ControlRequest.socketName(device: entry.device)
                        try PlainThread.waitUntil("the daemon is asked") {
                            Tool.run(["cat", "/proc/net/unix"]).output.split(separator: "\n")
                                .count { $0.hasSuffix(" " + name) } == 2
                        }
                    }
                    #expect(kill(daemon, SIGKILL) == 0)
                    isStopped = false
                    let ended = try command?.wait() ?? PailProgram.run(["umount", mount.directory])
                    #expect(ended.status == 0, "\(ended.text)")
                    #expect(ended.text.contains("its daemon was gone"), "\(ended.text)")
                    #expect(MountTable.current().top(at: entry.mountPoint) == nil)
                }
            }
        }

        @Test("A file that was removed while open leaves the bucket when the next mount begins after a kill")
        func removedWhileOpen() async throws {
            let server = RealServer.seaweedfs
            let folder = "removed-\(UUID().uuidString)"
            let store = try await server.store(port: server.port, bucket: "pail-ready")
            let (removed, kept) = (ObjectKey("\(folder)/removed"), ObjectKey("\(folder)/kept"))
            for key in [removed, kept] {
                _ = try await store.put(key, MemorySource([1, 2, 3]), attributes: ObjectAttributes(), if: nil)
            }
            try await PlainThread.run {
                let mount = try ProgramMount(
                    "s3://pail-ready/\(folder)", endpoint: "http://127.0.0.1:\(server.port)")
                try mount.mount()
                let file = try mount.disk.open("removed", O_RDONLY).get()
                try mount.disk.unlink("removed").get()
                try mount.kill()
                _ = file.close()
                _ = try PlainThread.wait { () async throws in try await store.head(removed) }
                try mount.mount()
                let names = try mount.disk.list("").get().map(\.name)
                #expect(names == [Array("kept".utf8)])
                try mount.unmount()
            }
            await #expect(throws: StoreError.self) { _ = try await store.head(removed) }
            _ = try await store.delete([kept])
        }

        @Test(
            "Bytes that were changed in the cache's files are fetched again and never returned",
            arguments: ["auto", "off"])
        func changed(passthrough: String) async throws {
            try await cached(passthrough) { mount, proxy, folder in
                // Between two mounts, after a kill and after an orderly end.
                for isKilled in [true, false] {
                    if isKilled { try mount.kill() } else { try mount.unmount() }
                    let rows = CacheRows(directory: mount.cache)
                    #expect(rows.files.count == Self.sizes.count)
                    try rows.flip()
                    try mount.mount()
                    proxy.resetCounts()
                    try Self.readAll(mount)
                    #expect(Self.gets(proxy, folder) >= Self.sizes.count, "\(proxy.requestLines)")
                    let total = Int64(Self.sizes.reduce(0, +))
                    try rows.wait(for: total)
                    proxy.resetCounts()
                    try Self.readAll(mount)
                    #expect(Self.gets(proxy, folder) == 0, "\(proxy.requestLines)")
                }
                // Under the living daemon; what the kernel has of the files is dropped with them.
                try CacheRows(directory: mount.cache).flip()
                try Self.readAll(mount)
                try Self.readAll(mount)
                try mount.unmount()
            }
        }
    }
}
