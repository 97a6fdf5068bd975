import FileSystemTesting
import Foundation
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing
import WireFaults

@testable import pail

private typealias ExitStatus = pail.ExitStatus

extension ProgramTests {
    /// `pail warm` on a mount.
    @Suite(.serialized, .requiresEndpoint("PAIL_TEST_SEAWEEDFS")) struct WarmTests {
        private static let names = ["a", "b", "deep/c", "deep/er/d", "deep/er/empty", "other/e"]

        private static func content(_ name: String) -> [UInt8] {
            if name.hasSuffix("empty") { return [] }
            let number = names.firstIndex(of: name) ?? 0
            return SplitMix64.bytes(400_000 * (number + 1), seed: UInt64(number) + 90)
        }

        private func mounted(
            _ options: [String] = [], _ body: @escaping @Sendable (ProgramMount, FaultProxy) throws -> Void
        ) async throws {
            let server = RealServer.seaweedfs
            let folder = "warm-\(UUID().uuidString)"
            let store = try await server.store(port: server.port, bucket: "pail-ready")
            for name in Self.names {
                _ = try await store.put(
                    ObjectKey("\(folder)/\(name)"), MemorySource(Self.content(name)), attributes: ObjectAttributes(),
                    if: nil)
            }
            try await PlainThread.run {
                let proxy = try FaultProxy(to: server.port)
                defer { proxy.stop() }
                let mount = try ProgramMount(
                    "s3://pail-ready/\(folder)", endpoint: "http://127.0.0.1:\(proxy.port)",
                    ["--passthrough", "off"] + options)
                try mount.mount()
                try body(mount, proxy)
                try mount.unmount()
            }
            _ = try await store.delete(Self.names.map { ObjectKey("\(folder)/\($0)") })
        }

        private static func gets(_ proxy: FaultProxy) -> [String] {
            proxy.requestLines.filter { $0.hasPrefix("GET ") && !$0.contains("list-type") }
        }

        /// Waits until the cache has all of these, then reads them in a mount that began after, which makes no GET.
        private static func expectWarm(_ names: [String], _ mount: ProgramMount, _ proxy: FaultProxy) throws {
            let total = Int64(names.reduce(0) { $0 + content($1).count })
            try CacheRows(directory: mount.cache).wait(for: total)
            try mount.unmount()
            try mount.mount()
            proxy.resetCounts()
            for name in names {
                let bytes = try mount.disk.readAll(DiskPath(name)).get()
                #expect(bytes == content(name), "\(name)")
            }
            #expect(gets(proxy).isEmpty, "\(gets(proxy))")
        }

        @Test("Files and directories are in the cache afterwards, and nothing is said", arguments: [1, 4, 64])
        func warm(jobs: Int) async throws {
            try await mounted { mount, proxy in
                let ended = try PailProgram.run([
                    "warm", "--jobs", "\(jobs)", mount.directory + "/b", mount.directory + "/deep",
                ])
                #expect(ended.status == 0)
                #expect(ended.text == "")
                try Self.expectWarm(["b", "deep/c", "deep/er/d", "deep/er/empty"], mount, proxy)
                // What was not named was not read.
                _ = try mount.disk.readAll("a").get()
                #expect(!Self.gets(proxy).isEmpty)
            }
        }

        @Test("A path that is missing is named, the others are warmed, and the status says that it is not all")
        func missing() async throws {
            try await mounted { mount, proxy in
                let ended = try PailProgram.run([
                    "warm", mount.directory + "/none", mount.directory + "/a", mount.directory + "/deep/none/x",
                    mount.directory + "/other",
                ])
                #expect(ended.status == ExitStatus.missing.rawValue)
                #expect(
                    ended.text.contains("pail: \(mount.directory)/none: No such file or directory\n"), "\(ended.text)")
                #expect(ended.text.contains("pail: \(mount.directory)/deep/none/x: No such file or directory\n"))
                #expect(ended.text.contains("2 of the paths"), "\(ended.text)")
                try Self.expectWarm(["a", "other/e"], mount, proxy)
                // One alone is told once.
                for path in ["none", "a/none", "deep/none/x"].map({ mount.directory + "/" + $0 }) {
                    let ended = try PailProgram.run(["warm", path])
                    let reason = path.hasSuffix("a/none") ? "Not a directory" : "No such file or directory"
                    #expect(ended.status == ExitStatus.missing.rawValue)
                    #expect(ended.text == "pail: \(path): \(reason)\n")
                }
            }
            for jobs in ["0", "65", "x"] {
                #expect(try PailProgram.run(["warm", "--jobs", jobs, "/"]).status == ExitStatus.usage.rawValue)
            }
            #expect(try PailProgram.run(["warm"]).status == ExitStatus.usage.rawValue)
        }

        @Test("A path that is there and cannot be read has another status than one that is missing")
        func unreadable() async throws {
            try await mounted { mount, proxy in
                proxy.script(
                    .answer(status: 403, code: "AccessDenied"),
                    matching: { $0.hasPrefix("GET ") && $0.contains("/a ") }, times: 1000)
                let ended = try PailProgram.run(["warm", mount.directory + "/a", mount.directory + "/none"])
                #expect(ended.status == ExitStatus.dataNotStored.rawValue, "\(ended.text)")
                #expect(ended.text.contains("pail: \(mount.directory)/a: Permission denied\n"), "\(ended.text)")
                #expect(ended.text.contains("2 of the paths could not be read whole into the cache"), "\(ended.text)")
                proxy.clearScript()
            }
        }

        @Test("SIGINT ends it in the midst of a read that does not come, and the mount goes on")
        func interrupted() async throws {
            try await mounted { mount, proxy in
                proxy.script(
                    .stallAfter(bodyBytes: 1000, seconds: 600),
                    matching: { $0.hasPrefix("GET ") && $0.contains("/er/d") }, times: 1000)
                let running = try PailProgram.start(["warm", "--jobs", "2", mount.directory])
                try PlainThread.waitUntil("it reads") { Self.gets(proxy).contains { $0.contains("/er/d") } }
                #expect(Glibc.kill(running.number, SIGINT) == 0)
                let ended = try running.wait()
                #expect(ended.status == 130)
                #expect(!ended.text.contains("["), "\(ended.text)")
                proxy.clearScript()
                for name in Self.names {
                    let bytes = try mount.disk.readAll(DiskPath(name)).get()
                    #expect(bytes == Self.content(name), "\(name)")
                }
                #expect(try PailProgram.run(["warm", mount.directory]).status == 0)
                try Self.expectWarm(Self.names, mount, proxy)
            }
        }

        @Test(
            "What was read and is not in the cache is told of",
            arguments: [["--cache-size", "0"], ["--cache-size", "2M"], ["--cache-free", "1000T"]])
        func uncached(_ options: [String]) async throws {
            try await mounted(options) { mount, _ in
                let ended = try PailProgram.run(["warm", mount.directory])
                #expect(ended.status == ExitStatus.dataNotStored.rawValue, "\(ended.text)")
                #expect(ended.text.contains("bytes are not in the cache\n  See --cache-size"), "\(ended.text)")
            }
        }

        @Test("A path in no mount, and one whose daemon is gone, have the status of a mount point")
        func noMount() async throws {
            let outside = try PailProgram.run(["warm", "/etc/hostname"])
            #expect(outside.status == ExitStatus.mountPoint.rawValue)
            #expect(outside.text == "pail: /etc/hostname: it is in no mount of pail\n")
            try await mounted { mount, _ in
                let process = try mount.process()
                #expect(Glibc.kill(process, SIGKILL) == 0)
                try PlainThread.waitUntil("the daemon is gone") {
                    // A name that the kernel does not know an answer for.
                    if case .failure(let error) = mount.disk.stat("none") { error.errno == ENOTCONN } else { false }
                }
                let ended = try PailProgram.run(["warm", mount.directory + "/a"])
                #expect(ended.status == ExitStatus.mountPoint.rawValue, "\(ended.text)")
                #expect(ended.text.contains("is gone\n  Take the dead mount away with: pail umount"), "\(ended.text)")
            }
        }

        @Test("Progress is shown on a terminal, and ends with everything")
        func terminal() async throws {
            try await mounted { mount, _ in
                // script(1) gives the program a terminal.
                let ended = Tool.run([
                    "script", "-q", "-e", "-c", "'\(PailProgram.binary)' warm '\(mount.directory)'", "/dev/null",
                ])
                #expect(ended.status == 0, "\(ended.output)")
                let last = ended.output.split(separator: "\r").last { $0.contains("%") } ?? ""
                #expect(last.contains("100%  6 of 6 files"), "\(ended.output)")
                #expect(ended.output.hasSuffix("\r\n"))
            }
        }
    }
}
