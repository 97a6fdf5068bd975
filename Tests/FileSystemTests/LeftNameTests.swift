import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

extension MountedTests {
    /// Under which name a mount that was killed has left what was written.
    @Suite(.serialized) struct LeftNameTests {
        @Test("A file that was made in a directory while that was renamed is left under the new name")
        func madeMeanwhile() async throws {
            let killed = KilledMount(.holding(["d/x"]))
            let gate = Gate()
            killed.first.add(.hold(gate), to: [.copy], key: "e/x")
            try await PlainThread.run {
                try killed.run { mount in
                    let disk = mount.disk
                    #expect(disk.list("d").map(\.count) == .success(1))
                    let done = Mutex<CallResult<Void>?>(nil)
                    PlainThread.start {
                        let result = disk.rename("d", "e")
                        done.withLock { $0 = result }
                    }
                    try PlainThread.wait { await gate.waitForArrivals() }
                    let made = Result { () throws -> OpenDescriptor in
                        let file = try disk.open("d/new", O_WRONLY | O_CREAT).get()
                        try file.writeFully([1, 2, 3]).get()
                        return file
                    }
                    gate.open()
                    try PlainThread.waitUntil("the rename is done") { done.withLock { $0 != nil } }
                    #expect(throws: Never.self) { try done.withLock { $0 }?.get() }
                    return try made.get()
                } check: { mount, file in
                    #expect(mount.disk.readAll("e/new") == .success([1, 2, 3]))
                    #expect(throws: CallError(ENOENT)) { try mount.disk.stat("d").get() }
                    try mount.waitUntilSettled()
                    #expect(killed.memory.keys.filter { !$0.isDirectoryMarker } == ["e/new", "e/x"])
                    _ = file.close()
                }
            }
        }
    }
}
