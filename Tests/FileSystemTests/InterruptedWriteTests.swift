import FUSE
import FileSystemTesting
import Foundation
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import SystemPackage
import Testing

@testable import FileSystem

extension MountedTests {
    /// Changes that wait for a store that says nothing.
    @Suite(.serialized) struct InterruptedWriteTests {
        /// Waits until a process waits in a system call: it sleeps, and goes on doing so.
        private static func waitUntilAsleep(_ process: Process) throws {
            var asleep = 0
            try PlainThread.waitUntil("the process waits") {
                let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
                let state = status.split(separator: ")").last?.split(separator: " ").first ?? ""
                asleep = state == "S" || state == "D" ? asleep + 1 : 0
                return asleep >= 100
            }
        }

        @Test(
            "A change that waits for the file to be stored ends with its process, and is not made",
            arguments: ["exec dd if=/dev/zero of=f bs=9 count=1 conv=notrunc status=none", "exec fallocate -l 9 f"])
        func change(command: String) async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            try await BucketMount.with(store) { mount in
                let file = try mount.disk.open("f", O_RDWR).get()
                #expect(file.write([1, 2], at: 0) == .success(2))
                let gate = Gate()
                store.add(.hold(gate), to: [.put], key: "f")
                let closed = Semaphore()
                PlainThread.start {
                    let result = file.close()
                    #expect(throws: Never.self) { try result.get() }
                    closed.signal()
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                let process = Process()
                process.executableURL = URL(filePath: "/bin/sh")
                process.arguments = ["-c", "cd '\(mount.disk.root)' && \(command)"]
                try process.run()
                let ended = Result {
                    try Self.waitUntilAsleep(process)
                    kill(process.processIdentifier, SIGKILL)
                    try PlainThread.waitUntil("it ends") { !process.isRunning }
                }
                gate.open()
                try ended.get()
                #expect(process.terminationReason == .uncaughtSignal)
                #expect(closed.wait(seconds: 60))
                try mount.waitUntilSettled()
                #expect(mount.disk.readAll("f") == .success([1, 2]))
            }
            #expect(memory.bytes(of: "f") == [1, 2])
        }

        @Test("Bytes for copy_file_range that the store does not send are waited for until the call is given up")
        func copied() async throws {
            let store = FaultStore(MemoryStore.holding(["f"]))
            let gate = Gate()
            store.add(.hold(gate), to: [.get], key: "f", times: .max)
            try await BucketMount.with(store) { mount in
                let fileSystem = try #require(mount.fileSystem)
                let result = try PlainThread.wait {
                    let root = fileSystem.namespace.root
                    let inode = try #require(try await fileSystem.loader.resolve(EntryName("f"), in: root))
                    let handle = FileHandle(inode, number: inode.id, flags: 0, opener: 0)
                    handle.state.withLock { $0.etag = fileSystem.namespace.locked { _ in inode.etag } }
                    let reading = Task { () -> Result<[UInt8], FileSystemError> in
                        do throws(FileSystemError) {
                            return .success(try await fileSystem.bytes(of: handle, offset: 0, size: 1))
                        } catch { return .failure(error) }
                    }
                    await gate.waitForArrivals()
                    // A deadline, which nothing waits for: a read that cannot be given up gets its byte then and fails the test,
                    // instead of hanging the run.
                    let deadline = Task {
                        try await Task.sleep(for: .seconds(60))
                        gate.open()
                    }
                    reading.cancel()
                    let result = await reading.value
                    deadline.cancel()
                    gate.open()
                    return result
                }
                let error = #expect(throws: FileSystemError.self) { try result.get() }
                #expect(error?.errno == .interrupted)
            }
        }
    }
}
