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
    /// What a user does without thinking, and would wait for or wonder about for long.
    @Suite(.serialized, .requiresEndpoint("PAIL_TEST_SEAWEEDFS")) struct MountTrapsTests {
        private static var endpoint: String { "http://127.0.0.1:\(RealServer.seaweedfs.port)" }

        /// The processes whose command line has this text.
        private static func processes(with text: String) -> [pid_t] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return names.compactMap(pid_t.init).filter { number in
                let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") ?? Data()
                return String(decoding: line, as: UTF8.self).contains(text)
            }
        }

        @Test(
            "Who ends pail mount while the server does not answer has no mount later",
            arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
        func endedWhileMounting(signal: Int32) async throws {
            try await PlainThread.run {
                let proxy = try FaultProxy(to: RealServer.seaweedfs.port)
                defer { proxy.stop() }
                proxy.script(.delay(seconds: 600), matching: { _ in true }, times: 1000)
                let mount = try ProgramMount("s3://pail-ready", endpoint: "http://127.0.0.1:\(proxy.port)")
                let command = try mount.start()
                try PlainThread.waitUntil("the server is asked") { proxy.requestCount() > 0 }
                #expect(Self.processes(with: mount.directory).count == 2)
                #expect(kill(command.number, signal) == 0)
                #expect(try command.wait().status == 128 + signal)
                try PlainThread.waitUntil("no process is left") { Self.processes(with: mount.directory).isEmpty }
            }
        }

        @Test("A mount lives on when the process is gone that made it")
        func outlives() async throws {
            try await PlainThread.run {
                let mount = try ProgramMount("s3://pail-ready", endpoint: Self.endpoint)
                try mount.mount()
                #expect(Self.processes(with: mount.directory).count == 1)
                _ = try mount.disk.stat("").get()
                try mount.unmount()
            }
        }

        @Test("Files of the daemon's own are not in what it mounts on: it would wait for itself")
        func inside() async throws {
            try await PlainThread.run {
                let mount = try ProgramMount("s3://pail-ready", endpoint: Self.endpoint)
                try FileManager.default.createSymbolicLink(
                    atPath: mount.home + "/link", withDestinationPath: mount.directory)
                for option in ["--cache-dir", "--log-file"] {
                    for path in [mount.directory + "/new/deep", mount.home + "/link/new", mount.home + "/link"] {
                        let ended = try mount.tryToMount([option, path])
                        #expect(ended.status == ExitStatus.usage.rawValue, "\(option) \(path): \(ended.text)")
                        #expect(ended.text.contains("\(option) \(path): that is in the directory that is mounted on"))
                    }
                }
                // A name that begins alike is another.
                #expect(try mount.tryToMount(["--cache-dir", mount.directory + "-cache"]).status == 0)
                try mount.unmount()
            }
        }

        @Test("More files can be written at once than the shell's limit of descriptors")
        func descriptors() async throws {
            try await PlainThread.run {
                let mount = try ProgramMount("s3://pail-ready", endpoint: Self.endpoint)
                #expect(try mount.start(by: ["prlimit", "--nofile=40:4096"]).wait().status == 0)
                let folder = "descriptors-\(UUID().uuidString)"
                try mount.disk.mkdir(DiskPath(folder)).get()
                let names = (0..<60).map { DiskPath("\(folder)/\($0)") }
                let open = try names.map { try mount.disk.open($0, O_WRONLY | O_CREAT).get() }
                for descriptor in open { try descriptor.close().get() }
                for name in names { try mount.disk.unlink(name).get() }
                try mount.disk.rmdir(DiskPath(folder)).get()
                try mount.unmount()
            }
        }

        @Test("Files that are read leave descriptors to files that are written, and a limit too low is refused")
        func fewDescriptors() async throws {
            let server = RealServer.seaweedfs
            let folder = "few-\(UUID().uuidString)"
            let store = try await server.store(port: server.port, bucket: "pail-ready")
            let count = 120
            let content = SplitMix64.bytes(1 << 20, seed: 7)
            for file in 0..<count {
                _ = try await store.put(
                    ObjectKey("\(folder)/r\(file)"), MemorySource(content), attributes: ObjectAttributes(), if: nil)
            }
            try await PlainThread.run {
                let mount = try ProgramMount("s3://pail-ready/\(folder)", endpoint: Self.endpoint)
                let refused = try mount.start(by: ["prlimit", "--nofile=64:64"]).wait()
                #expect(refused.status == ExitStatus.system.rawValue, "\(refused.text)")
                #expect(refused.text.contains("ulimit"), "\(refused.text)")
                #expect(try mount.start(by: ["prlimit", "--nofile=144:144"]).wait().status == 0)
                let names = (0..<count).map { DiskPath("r\($0)") }
                for name in names { _ = try mount.disk.readAll(name).get() }
                try CacheRows(directory: mount.cache).wait(for: Int64(content.count * count))
                // The kernel reads them by itself where it can, each by a descriptor of the daemon's.
                let readers = try names.map { try mount.disk.open($0, O_RDONLY).get() }
                let writers = try (0..<3).map { try mount.disk.open(DiskPath("w\($0)"), O_WRONLY | O_CREAT).get() }
                for writer in writers {
                    #expect(try writer.write([1], at: 0).get() == 1)
                    try writer.close().get()
                }
                for reader in readers {
                    let bytes = try reader.readToEnd().get()
                    #expect(bytes == content)
                    try reader.close().get()
                }
                // More than there are descriptors for are refused, and harm nobody.
                var open: [OpenDescriptor] = []
                for file in 0..<count {
                    switch mount.disk.open(DiskPath("x\(file)"), O_WRONLY | O_CREAT) {
                    case .success(let descriptor): open.append(descriptor)
                    case .failure(let error): #expect(error.errno == ENFILE)
                    }
                }
                #expect(open.count < count)
                for descriptor in open { try descriptor.close().get() }
                let bytes = try mount.disk.readAll("r7").get()
                #expect(bytes == content)
                try mount.disk.removeAll().get()
                try mount.unmount()
            }
        }

        @Test("pail warm does not wait for the writer of a fifo that shows as a file")
        func fifo() async throws {
            let server = RealServer.seaweedfs
            let folder = "fifo-\(UUID().uuidString)"
            let store = try await server.store(port: server.port, bucket: "pail-ready")
            try await PlainThread.run {
                let maker = try ProgramMount("s3://pail-ready/\(folder)", endpoint: Self.endpoint)
                try maker.mount()
                #expect(mkfifo(maker.directory + "/fifo", 0o644) == 0)
                try maker.disk.writeAll("file", [1, 2, 3]).get()
                try maker.unmount()
                // Another host, as it were: it has learned nothing of what is stored.
                let mount = try ProgramMount("s3://pail-ready/\(folder)", endpoint: Self.endpoint)
                try mount.mount()
                #expect(try mount.disk.lstat("fifo").get().isRegular)
                // timeout(1) leaves with 124 when it has to end it.
                let ended = try ChildProcess(["timeout", "60", PailProgram.binary, "warm", mount.directory]).wait()
                #expect(ended.status == 0, "\(ended.text)")
                try mount.unmount()
            }
            _ = try await store.delete(["fifo", "file"].map { ObjectKey("\(folder)/\($0)") })
        }
    }
}
