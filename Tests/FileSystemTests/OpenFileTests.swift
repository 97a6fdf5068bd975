import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

extension MountedTests {
    /// Files that are open while they are renamed, removed, replaced and given attributes.
    @Suite(.serialized) struct OpenFileTests {
        @Test("A file whose attributes or name were changed while it was open for writing can be mapped afterwards")
        func mapped() async throws {
            let changes: [@Sendable (Disk) -> CallResult<Void>] = [
                { $0.chmod("f", 0o600) },
                { disk in disk.rename("f", "g").flatMap { disk.rename("g", "f") } },
                { $0.utimes("f", seconds: 5, nanoseconds: 0) },
            ]
            try await BucketMount.with(MemoryStore.holding(["f"])) { mount in
                for (number, change) in changes.enumerated() {
                    let file = try mount.disk.open("f", O_RDWR).get()
                    #expect(try file.write([UInt8(number)], at: 0).get() == 1)
                    try file.fsync().get()
                    try change(mount.disk).get()
                    try file.close().get()
                    let again = try mount.disk.open("f", O_RDWR).get()
                    let first = try again.map(0, 1, writable: true) { $0[0] }.get()
                    #expect(first == UInt8(number))
                    try again.close().get()
                }
            }
        }

        @Test(
            "What is open and written to when the mount ends is stored several files at once, and each file that cannot be is told"
        )
        func storedAtOnce() async throws {
            let memory = MemoryStore()
            let store = FaultStore(memory)
            let names = (0..<20).map { "f\($0)" }
            try await BucketMount.with(store) { mount in
                let files = try names.map { try mount.disk.open(DiskPath($0), O_RDWR | O_CREAT).get() }
                for (name, file) in zip(names, files) { #expect(try file.write(Array(name.utf8), at: 0).get() > 0) }
                let gate = Gate()
                store.add(.hold(gate), to: [.put], times: .max)
                for name in ["f3", "f17"] {
                    store.add(.fail(StoreError(.unavailable, "as the test says")), to: [.put], key: ObjectKey(name))
                }
                let failure = Mutex<(any Error)?>(nil)
                let ended = Semaphore()
                PlainThread.start {
                    do { try mount.unmount(byForce: true) } catch { failure.withLock { $0 = error } }
                    ended.signal()
                }
                // One after the other, the second would not come before the first is through.
                try PlainThread.wait { await gate.waitForArrivals(5) }
                gate.open()
                #expect(ended.wait(seconds: 60))
                for file in files { _ = file.close() }
                let text = failure.withLock { $0.map { "\($0)" } } ?? ""
                #expect(text.contains("f3: ") && text.contains("f17: "), "\(text)")
            }
            #expect(Set(memory.keys) == Set(names.filter { $0 != "f3" && $0 != "f17" }.map { ObjectKey($0) }))
        }

        @Test("A file is made again while the one of its name, removed while open, is being removed from the bucket")
        func madeAgain() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            let gate = Gate()
            store.add(.holdAnswer(gate), to: [.delete], key: "f")
            try await BucketMount.with(store) { mount in
                let disk = mount.disk
                let removed = try disk.open("f", O_RDONLY).get()
                try disk.unlink("f").get()
                try removed.close().get()
                try PlainThread.wait { await gate.waitForArrivals() }
                let file = try disk.open("f", O_WRONLY | O_CREAT | O_EXCL).get()
                #expect(try file.write([1, 2], at: 0).get() == 2)
                // It is stored once the other is gone.
                file.close(past: gate)
            }
            #expect(memory.bytes(of: "f") == [1, 2])
        }

        @Test("An open finds the file that is renamed while the bucket is asked for it")
        func renamedMeanwhile() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            let gate = Gate()
            try await BucketMount.with(store) { mount in
                let disk = mount.disk
                _ = try disk.stat("f").get()
                store.add(.hold(gate), to: [.head], key: "f")
                PlainThread.start {
                    try? PlainThread.wait { await gate.waitForArrivals() }
                    _ = disk.rename("f", "g")
                    gate.open()
                }
                let file = try disk.open("f", O_RDWR).get()
                #expect(try file.read(9).get() == Array("f".utf8))
                try file.close().get()
            }
        }

        @Test("After a lost update the name shows the other client's object, and can be written")
        func lostUpdate() async throws {
            let memory = MemoryStore.holding(["f"])
            try await BucketMount.with(memory) { mount in
                let disk = mount.disk
                let file = try disk.open("f", O_RDWR).get()
                #expect(try file.write([1], at: 0).get() == 1)
                _ = memory.plant("f", [9, 9, 9])
                #expect(throws: CallError(ESTALE)) { try file.fsync().get() }
                // Also while the file that lost is open still.
                let size = try disk.stat("f").get().size
                #expect(size == 3)
                let bytes = try disk.readAll("f").get()
                #expect(bytes == [9, 9, 9])
                try disk.writeAll("f", [7]).get()
                #expect(memory.bytes(of: "f") == [7])
                _ = file.close()
                #expect(memory.bytes(of: "f") == [7])
            }
        }

        @Test("Removing an extended attribute that is not there is ENODATA")
        func noAttribute() async throws {
            try await BucketMount.with(MemoryStore.holding(["f"])) { mount in
                let result = Tool.run(["setfattr", "-x", "user.none", mount.disk.root + "/f"])
                #expect(result.status != 0)
                #expect(result.output.contains("No such attribute"), "\(result.output)")
            }
        }
    }
}
