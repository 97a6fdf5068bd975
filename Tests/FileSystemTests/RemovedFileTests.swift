import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// Files that were removed while open, whose objects are in the bucket until their last close.
    @Suite(.serialized) struct RemovedFileTests {
        private static let failure = StoreError(.unavailable, "as the test says")

        @Test("A file that was removed while open leaves the bucket when the mount ends before it is closed")
        func endedWhileOpen() async throws {
            let memory = MemoryStore.holding(["d/f", "d/kept"])
            try await BucketMount.with(memory) { mount in
                let file = try mount.disk.open("d/f", O_RDWR).get()
                try mount.disk.unlink("d/f").get()
                try mount.unmount(byForce: true)
                _ = file.close()
            }
            #expect(memory.bytes(of: "d/f") == nil)
            #expect(memory.bytes(of: "d/kept") != nil)
        }

        @Test("A directory takes the name of a file that was removed while open, also where a bucket cannot have both")
        func directory() async throws {
            for keepsBoth in [true, false] {
                var capabilities = StoreCapabilities()
                capabilities.keepsObjectBesidePrefix = keepsBoth
                let memory = MemoryStore.holding(["f", "g", "from/x"], capabilities: capabilities)
                try await BucketMount.with(memory) { mount in
                    let files = try ["f", "g"].map { try mount.disk.open(DiskPath($0), O_RDWR).get() }
                    try mount.disk.unlink("f").get()
                    try mount.disk.mkdir("f").get()
                    try mount.disk.writeAll("f/below", [1]).get()
                    try mount.disk.unlink("g").get()
                    try mount.disk.rename("from", "g").get()
                    for file in files {
                        #expect(file.write([9], at: 1) == .success(1))
                        #expect(file.stat().map(\.size) == .success(2))
                        try file.close().get()
                    }
                    try mount.waitUntilSettled()
                }
                #expect(memory.keys == ["f/", "f/below", "g/x"], "\(memory.keys)")
            }
        }

        @Test("A file that was removed while open and is closed by two descriptors goes with the second")
        func lastClose() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            let gate = Gate()
            store.add(.hold(gate), to: [.delete], key: "f")
            try await BucketMount.with(store) { mount in
                let file = try mount.disk.open("f", O_RDWR).get()
                let other = try file.duplicate().get()
                try mount.disk.unlink("f").get()
                try file.close().get()
                #expect(mount.fileSystem?.isSettled == false)
                #expect(store.log.count(of: .delete) == 0)
                try other.close().get()
                try PlainThread.wait { await gate.waitForArrivals() }
                // close(2) does not wait for it.
                #expect(mount.fileSystem?.isSettled == false)
                #expect(memory.keys == ["f"])
                gate.open()
                try mount.waitUntilSettled()
                #expect(memory.keys == [])
            }
        }

        @Test("A file that was removed while open stays removed when its DELETE fails, and goes when the mount ends")
        func deleteFails() async throws {
            let memory = MemoryStore.holding(["d/f", "d/kept"])
            let store = FaultStore(memory)
            store.add(.fail(Self.failure), to: [.delete], key: "d/f")
            try await BucketMount.with(store, configure: { $0.metadataTTL = .zero }) { mount in
                let file = try mount.disk.open("d/f", O_RDONLY).get()
                try mount.disk.unlink("d/f").get()
                try file.close().get()
                try PlainThread.waitUntil("the DELETE") { store.log.count(of: .delete) > 0 }
                // The second time the failure is behind it.
                for _ in 0..<2 {
                    let names = try mount.disk.list("d").get().map(\.name)
                    #expect(names == [Array("kept".utf8)])
                }
            }
            #expect(memory.bytes(of: "d/f") == nil)
            #expect(memory.bytes(of: "d/kept") != nil)
        }

        @Test("What a mount could not remove at its end the next one does, but not what others have stored there since")
        func left() async throws {
            let memory = MemoryStore.holding(["a", "b", "c", "d/e", "d/kept"])
            let store = FaultStore(memory)
            try await BucketMount.with(store) { mount in
                store.add(.fail(Self.failure), to: [.delete], times: .max)
                let files = try ["a", "b", "c", "d/e"].map { try mount.disk.open(DiskPath($0), O_RDONLY).get() }
                for name in ["a", "b", "c", "d/e"] { try mount.disk.unlink(DiskPath(name)).get() }
                try mount.disk.rename("d", "moved").get()
                for file in files { try file.close().get() }
                try PlainThread.waitUntil("the DELETEs") { store.log.count(of: .delete) == 4 }
                // Something else is stored here in the place of one.
                store.clear()
                try mount.disk.writeAll("c", Array("c".utf8)).get()
                store.add(.fail(Self.failure), to: [.delete], times: .max)
                try mount.unmount()
                #expect(memory.keys == ["a", "b", "c", "moved/e", "moved/kept"])
                memory.plant("b", [1, 2])
                store.clear()
                try mount.mount()
                #expect(memory.keys == ["b", "c", "moved/kept"])
                // And nothing is left to be done.
                memory.plant("a", Array("a".utf8))
                try mount.remount()
            }
            #expect(memory.keys == ["a", "b", "c", "moved/kept"])
        }

        @Test("A file that takes the place of a removed one is stored at the second attempt when the first one fails")
        func storedAgain() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            store.add(.fail(Self.failure), to: [.put], key: "f")
            try await BucketMount.with(store) { mount in
                let removed = try mount.disk.open("f", O_RDONLY).get()
                try mount.disk.unlink("f").get()
                let file = try mount.disk.open("f", O_RDWR | O_CREAT | O_EXCL).get()
                #expect(try file.write([1, 2, 3], at: 0).get() == 3)
                #expect(throws: CallError(EIO)) { try file.fsync().get() }
                try file.fsync().get()
                #expect(memory.bytes(of: "f") == [1, 2, 3])
                // What the other one has open is its own still.
                let read = try removed.readToEnd().get()
                #expect(read == Array("f".utf8))
                try removed.close().get()
                try file.close().get()
                try mount.waitUntilSettled()
            }
            #expect(memory.bytes(of: "f") == [1, 2, 3])
        }

        /// What fails to take the place of a removed file.
        struct Attempt: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let kind: RequestKind
            let make: @Sendable (Disk) -> CallResult<Void>
        }

        @Test(
            "A removed file whose place could not be taken goes with its last close",
            arguments: [
                Attempt(testDescription: "a new file", kind: .put) { disk in
                    disk.open("f", O_WRONLY | O_CREAT | O_EXCL).flatMap { file in
                        _ = file.fsync()
                        // Not stored yet: no request of its own.
                        let removed = disk.unlink("f")
                        _ = file.close()
                        return removed
                    }
                },
                Attempt(testDescription: "a link", kind: .put) { $0.symlink([1], "f") },
                Attempt(testDescription: "a renamed file", kind: .copy) { $0.rename("g", "f") },
            ], [false, true])
        func notTaken(attempt: Attempt, closesMeanwhile: Bool) async throws {
            let memory = MemoryStore.holding(["f", "g"])
            let store = FaultStore(memory)
            let gate = Gate()
            store.add(.hold(gate), to: [attempt.kind], key: "f")
            store.add(.fail(Self.failure), to: [attempt.kind], key: "f")
            try await BucketMount.with(store) { mount in
                let removed = try mount.disk.open("f", O_RDONLY).get()
                try mount.disk.unlink("f").get()
                let ended = Semaphore()
                PlainThread.start {
                    _ = attempt.make(mount.disk)
                    ended.signal()
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                if closesMeanwhile { try removed.close().get() }
                gate.open()
                #expect(ended.wait(seconds: 60))
                if !closesMeanwhile { try removed.close().get() }
                try mount.waitUntilSettled()
                #expect(memory.keys == ["g"])
                #expect(throws: CallError(ENOENT)) { try mount.disk.stat("f").get() }
            }
            #expect(memory.keys == ["g"])
        }

        @Test("A directory whose file that was removed while open cannot go stays, and goes at the next try")
        func directoryStays() async throws {
            let memory = MemoryStore.holding(["d/", "d/f"])
            let store = FaultStore(memory)
            store.add(.fail(Self.failure), to: [.delete], key: "d/f")
            try await BucketMount.with(store) { mount in
                let file = try mount.disk.open("d/f", O_RDONLY).get()
                try mount.disk.unlink("d/f").get()
                #expect(throws: CallError(EIO)) { try mount.disk.rmdir("d").get() }
                #expect(memory.keys == ["d/", "d/f"])
                try mount.disk.rmdir("d").get()
                #expect(memory.keys == [])
                try file.close().get()
            }
            #expect(memory.keys == [])
        }

        @Test("A directory is not removed when another client has put a file where one was removed while open")
        func othersFile() async throws {
            let memory = MemoryStore.holding(["d/", "d/f"])
            try await BucketMount.with(memory) { mount in
                let file = try mount.disk.open("d/f", O_RDONLY).get()
                try mount.disk.unlink("d/f").get()
                memory.plant("d/f", [9])
                #expect(throws: CallError(ENOTEMPTY)) { try mount.disk.rmdir("d").get() }
                try file.close().get()
            }
            #expect(memory.bytes(of: "d/f") == [9])
        }

        @Test("A rename that cannot keep the directory that it takes the last file from replaces nothing")
        func failedRename() async throws {
            let memory = MemoryStore.holding(["d/f", "g"])
            let store = FaultStore(memory)
            store.add(.fail(Self.failure), to: [.put], key: "d/")
            try await BucketMount.with(store) { mount in
                #expect(throws: CallError(EIO)) { try mount.disk.rename("d/f", "g").get() }
                #expect(memory.bytes(of: "g") == Array("g".utf8))
                let read = try mount.disk.readAll("d/f").get()
                #expect(read == Array("d/f".utf8))
                try mount.disk.rename("d/f", "g").get()
            }
            #expect(memory.keys == ["d/", "g"])
            #expect(memory.bytes(of: "g") == Array("d/f".utf8))
        }

        @Test("What is written by the old name after a rename whose DELETE failed goes to the old object")
        func deleteOfRenamedFails() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            store.add(.fail(Self.failure), to: [.delete], key: "f")
            try await BucketMount.with(store) { mount in
                #expect(throws: CallError(EIO)) { try mount.disk.rename("f", "g").get() }
                #expect(memory.keys == ["f", "g"])
                try PlainThread.waitUntil("the kernel knows both") {
                    guard let new = try? mount.disk.stat("g").get(), let old = try? mount.disk.stat("f").get() else {
                        return false
                    }
                    return old.inode != new.inode
                }
                try mount.disk.writeAll("f", [1, 2]).get()
            }
            #expect(memory.bytes(of: "f") == [1, 2])
            #expect(memory.bytes(of: "g") == Array("f".utf8))
        }

        @Test("A rename whose caller is gone is done before the mount ends")
        func renameUnderWay() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            let gate = Gate()
            store.add(.hold(gate), to: [.delete], key: "f")
            try await BucketMount.with(store) { mount in
                let (renamed, ended) = (Semaphore(), Semaphore())
                PlainThread.start {
                    _ = mount.disk.rename("f", "g")
                    renamed.signal()
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                PlainThread.start {
                    #expect(throws: Never.self) { try mount.unmount(byForce: true) }
                    ended.signal()
                }
                // It is no failure to be slow: the second is for an end that does not wait.
                #expect(!ended.wait(seconds: 1))
                gate.open()
                #expect(ended.wait(seconds: 60))
                #expect(renamed.wait(seconds: 60))
                #expect(memory.keys == ["g"])
            }
        }
    }
}
