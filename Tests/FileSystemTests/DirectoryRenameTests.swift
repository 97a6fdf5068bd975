import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

extension MountedTests {
    /// A directory's rename, with files in it that are open, removed or being written.
    @Suite(.serialized) struct DirectoryRenameTests {
        @Test("A file that was removed while open stays removed and readable when its directory is renamed")
        func removedFile() async throws {
            let memory = MemoryStore()
            let bytes = [UInt8](repeating: 7, count: 3_000_000)
            try await BucketMount.with(memory) { mount in
                let disk = mount.disk
                try disk.mkdir("d").get()
                try disk.writeAll("d/removed", bytes).get()
                try disk.writeAll("d/kept", [1]).get()
                try mount.remount()
                let file = try disk.open("d/removed", 0).get()
                try disk.unlink("d/removed").get()
                try disk.rename("d", "e").get()
                let names = try disk.list("e").get().map(\.name)
                #expect(names == [Array("kept".utf8)])
                let read = try file.readToEnd().get()
                #expect(read == bytes)
                try file.close().get()
            }
            #expect(memory.keys == ["e/", "e/kept"])
        }

        @Test("A directory that is renamed while it is listed has all its names", arguments: [true, false])
        func listed(isAnsweredBefore: Bool) async throws {
            let memory = MemoryStore.holding(["d/file", "d/sub/below"])
            let store = FaultStore(memory)
            try await BucketMount.with(store) { mount in
                let disk = mount.disk
                let gate = Gate()
                store.add(isAnsweredBefore ? .holdAnswer(gate) : .hold(gate), to: [.list], key: "d/")
                let names: @Sendable (DiskPath) -> CallResult<Set<[UInt8]>> = { path in
                    disk.list(path).map { Set($0.map(\.name)) }
                }
                let listing = Mutex<CallResult<Set<[UInt8]>>?>(nil)
                PlainThread.start {
                    let result = names("d")
                    listing.withLock { $0 = result }
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                let renamed = disk.rename("d", "e")
                gate.open()
                try renamed.get()
                try PlainThread.waitUntil("the listing is done") { listing.withLock { $0 != nil } }
                let all: Set<[UInt8]> = [Array("file".utf8), Array("sub".utf8)]
                #expect(listing.withLock { $0 } == .success(all))
                #expect(names("e") == .success(all))
                #expect(disk.readAll("e/sub/below").map(\.isEmpty) == .success(false))
            }
        }

        /// Waits until the kernel has heard that a rename that failed has moved `d` to `e` all the same.
        private static func waitUntilMoved(_ mount: BucketMount) throws {
            try PlainThread.waitUntil("the kernel knows both") {
                guard let new = try? mount.disk.stat("e").get(), let old = try? mount.disk.stat("d").get() else {
                    return false
                }
                return old.inode != new.inode
            }
        }

        @Test("A rename onto an empty directory that fails leaves that directory as it is", arguments: ["d/", "d/f"])
        func failsOntoEmpty(key: ObjectKey) async throws {
            let memory = MemoryStore.holding(["d/", "d/f"])
            memory.plant("e/", [], attributes: ObjectAttributes(userMetadata: ["mode": "16832"]))
            let before = memory.metadata(of: "e/")
            let store = FaultStore(memory)
            let failure = StoreError(.unavailable, "as the test says")
            try await BucketMount.with(store) { mount in
                let disk = mount.disk
                let target = ObjectKey("e/" + key.description.dropFirst(2))
                store.add(.fail(failure), to: [.copy], key: target)
                #expect(throws: CallError(EIO)) { try disk.rename("d", "e").get() }
                if key == "d/f" {
                    #expect(memory.keys == ["d/", "d/f", "e/"])
                    #expect(memory.metadata(of: "e/") == before)
                    #expect(disk.list("e").map(\.count) == .success(0))
                    try disk.rename("d", "e").get()
                }
            }
            #expect(memory.keys == ["e/", "e/f"])
            #expect(memory.metadata(of: "e/")?.attributes == ObjectAttributes())
        }

        @Test(
            "What another client stores in a directory that is renamed stays under the old name, and shows there",
            arguments: [true, false])
        func othersWrite(honoursTags: Bool) async throws {
            let memory = MemoryStore.holding(["d/", "d/x", "d/y"])
            memory.setCapabilities { $0.batchDeleteIfMatches = honoursTags }
            let store = FaultStore(memory)
            let gate = Gate()
            store.add(.holdAnswer(gate), to: [.copy], key: "e/x")
            try await BucketMount.with(store) { mount in
                let disk = mount.disk
                let renamed = Semaphore()
                PlainThread.start {
                    #expect(throws: Never.self) { try disk.rename("d", "e").get() }
                    renamed.signal()
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                memory.plant("d/x", [1, 2, 3])
                if !honoursTags { memory.plant("d/new", [4]) }
                gate.open()
                #expect(renamed.wait(seconds: 60))
                #expect(memory.bytes(of: "d/x") == [1, 2, 3])
                #expect(disk.readAll("d/x") == .success([1, 2, 3]))
                #expect(disk.readAll("e/x") == .success(Array("d/x".utf8)))
                #expect(disk.readAll("e/y") == .success(Array("d/y".utf8)))
            }
            let left: [ObjectKey] = honoursTags ? ["d/x"] : ["d/new", "d/x"]
            #expect(memory.keys == left + ["e/", "e/x", "e/y"])
        }

        @Test(
            "Old objects that a rename could not remove go at the end of the mount, or when the next one begins",
            arguments: [true, false], [true, false])
        func deletesFail(honoursTags: Bool, atEnd: Bool) async throws {
            let memory = MemoryStore.holding(["d/", "d/x", "d/y"])
            memory.setCapabilities { $0.batchDeleteIfMatches = honoursTags }
            let store = FaultStore(memory)
            store.add(
                .fail(StoreError(.unavailable, "as the test says")), to: [.deleteBatch], key: "d/x",
                times: atEnd ? 1 : .max)
            try await BucketMount.with(store) { mount in
                #expect(throws: CallError(EIO)) { try mount.disk.rename("d", "e").get() }
                #expect(memory.keys == ["d/x", "e/", "e/x", "e/y"])
                try Self.waitUntilMoved(mount)
                // What is there shows.
                #expect(mount.disk.readAll("d/x") == .success(Array("d/x".utf8)))
                try mount.unmount()
                #expect(memory.keys == (atEnd ? [] : ["d/x"]) + ["e/", "e/x", "e/y"])
                store.clear()
                try mount.mount()
                #expect(mount.disk.readAll("e/x") == .success(Array("d/x".utf8)))
                #expect(throws: CallError(ENOENT)) { try mount.disk.stat("d").get() }
            }
            #expect(memory.keys == ["e/", "e/x", "e/y"])
        }

        @Test("What a rename could not remove stays when it was stored again, or when its copy is gone")
        func deletesFailAndOthersWrite() async throws {
            let memory = MemoryStore.holding(["d/", "d/x", "d/y", "d/z"])
            let store = FaultStore(memory)
            let failure = StoreError(.unavailable, "as the test says")
            for key in ["d/x", "d/y", "d/z"] as [ObjectKey] {
                store.add(.fail(failure), to: [.deleteBatch], key: key)
            }
            try await BucketMount.with(store) { mount in
                #expect(throws: CallError(EIO)) { try mount.disk.rename("d", "e").get() }
                try Self.waitUntilMoved(mount)
                #expect(throws: Never.self) { try mount.disk.writeAll("d/x", [1, 2, 3]).get() }
                #expect(throws: Never.self) { try mount.disk.unlink("e/y").get() }
            }
            #expect(memory.keys == ["d/x", "d/y", "e/", "e/x", "e/z"])
            #expect(memory.bytes(of: "d/x") == [1, 2, 3])
        }

        @Test("A rename whose copies fail, and cannot be removed, is undone at the end of the mount")
        func copiesStay() async throws {
            let memory = MemoryStore.holding(["d/", "d/x", "d/y"])
            let store = FaultStore(memory)
            let failure = StoreError(.unavailable, "as the test says")
            store.add(.loseAnswer(failure), to: [.copy], key: "e/x")
            store.add(.fail(failure), to: [.deleteBatch], key: "e/", times: 1)
            try await BucketMount.with(store) { mount in
                #expect(throws: CallError(EIO)) { try mount.disk.rename("d", "e").get() }
                #expect(memory.keys.contains("e/"))
            }
            #expect(memory.keys == ["d/", "d/x", "d/y"])
        }

        @Test("What is closed in a directory while that is renamed is stored under the new name")
        func writtenFile() async throws {
            let memory = MemoryStore.holding(["d/x"])
            let store = FaultStore(memory)
            let gate = Gate()
            store.add(.hold(gate), to: [.copy], key: "e/x")
            try await BucketMount.with(store) { mount in
                let disk = mount.disk
                let file = try disk.open("d/new", 0o101).get()
                let renamed = Semaphore()
                let result = Mutex<CallResult<Void>?>(nil)
                PlainThread.start {
                    let done = disk.rename("d", "e")
                    result.withLock { $0 = done }
                    renamed.signal()
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                // The rename has seen which keys there are.
                #expect(throws: Never.self) { try file.write([1, 2, 3], at: 0).get() }
                // It is stored once the rename is done.
                file.close(past: gate)
                #expect(renamed.wait(seconds: 60))
                #expect(throws: Never.self) { try result.withLock { $0 }?.get() }
                let read = try disk.readAll("e/new").get()
                #expect(read == [1, 2, 3])
            }
            #expect(memory.keys.filter { !$0.isDirectoryMarker } == ["e/new", "e/x"])
        }

        @Test("Files that are written, removed and renamed in a directory that is renamed all the time are all there")
        func hammered() async throws {
            let memory = MemoryStore()
            try await BucketMount.with(memory) { mount in
                let disk = mount.disk
                try disk.mkdir("d0").get()
                try disk.mkdir("d0/sub").get()
                let finished = Mutex(0)
                let ended = Semaphore()
                for writer in 0..<3 {
                    // By a descriptor of the directory, whatever its name is.
                    let place = try disk.open("d0/sub", 0o200000).get()
                    PlainThread.start {
                        let here = Disk("/proc/self/fd/\(place.number)")
                        #expect(throws: Never.self) {
                            for number in 0..<40 {
                                try here.writeAll(DiskPath("w\(writer)-\(number)"), [UInt8(number)]).get()
                                if number % 4 == 1 { try here.unlink(DiskPath("w\(writer)-\(number)")).get() }
                                if number % 4 == 2 {
                                    try here.rename(
                                        DiskPath("w\(writer)-\(number)"), DiskPath("r\(writer)-\(number)")
                                    ).get()
                                }
                                if number % 4 == 3 {
                                    let bytes = try here.readAll(DiskPath("w\(writer)-\(number)")).get()
                                    #expect(bytes == [UInt8(number)])
                                }
                            }
                            try place.close().get()
                        }
                        finished.withLock { $0 += 1 }
                        ended.signal()
                    }
                }
                var name = 0
                while finished.withLock({ $0 < 3 }) {
                    try disk.rename(DiskPath("d\(name)"), DiskPath("d\(name + 1)")).get()
                    name += 1
                }
                for _ in 0..<3 { #expect(ended.wait(seconds: 60)) }
                let wanted = (0..<3).flatMap { writer in
                    (0..<40).filter { $0 % 4 != 1 }.map { "\($0 % 4 == 2 ? "r" : "w")\(writer)-\($0)" }
                }
                let found = try disk.list(DiskPath("d\(name)/sub")).get().map {
                    String(decoding: $0.name, as: UTF8.self)
                }
                #expect(Set(found) == Set(wanted))
                let stored = memory.keys.filter { !$0.isDirectoryMarker }.map(\.description)
                #expect(Set(stored) == Set(wanted.map { "d\(name)/sub/\($0)" }))
            }
        }
    }
}
