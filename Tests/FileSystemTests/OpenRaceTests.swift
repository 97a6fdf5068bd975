import FUSE
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

extension MountedTests {
    /// Files that are opened just while they are replaced or removed.
    @Suite(.serialized) struct OpenRaceTests {
        /// Longer than what the first GET brings.
        private static let old = (0..<(6 << 20)).map { UInt8(truncatingIfNeeded: $0 >> 8) }
        private static let new = [UInt8](repeating: 7, count: 100)

        private static func bucket() -> MemoryStore {
            let memory = MemoryStore()
            memory.plant("f", old)
            memory.plant("g", new)
            return memory
        }

        @Test("A file that is opened while another replaces it is read whole: the one or the other")
        func openedWhileReplaced() async throws {
            let store = FaultStore(Self.bucket())
            let gate = Gate()
            store.add(.hold(gate), to: [.copy], key: "f")
            try await BucketMount.with(store, cacheSize: 0) { mount in
                let disk = mount.disk
                _ = try disk.list("").get()
                let (renamed, opened, read) = (Semaphore(), Semaphore(), Semaphore())
                PlainThread.start {
                    #expect(throws: Never.self) { try disk.rename("g", "f").get() }
                    renamed.signal()
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                PlainThread.start {
                    #expect(throws: Never.self) {
                        let file = try disk.open("f", O_RDONLY).get()
                        opened.signal()
                        renamed.wait()
                        let bytes = try file.readToEnd().get()
                        #expect(bytes == Self.old || bytes == Self.new)
                        try file.close().get()
                    }
                    read.signal()
                }
                // It is no failure to be early: the second is for an open that waits.
                _ = opened.wait(seconds: 1)
                gate.open()
                #expect(read.wait(seconds: 60))
                #expect(try disk.readAll("f").get() == Self.new)
            }
        }

        @Test(
            "A file that is replaced or removed while an open of it asks the bucket is read as it was",
            arguments: [true, false])
        func goneWhileOpened(isReplaced: Bool) async throws {
            let memory = Self.bucket()
            let store = FaultStore(memory)
            let gate = Gate()
            try await BucketMount.with(store, cacheSize: 0) { mount in
                let disk = mount.disk
                _ = try disk.list("").get()
                _ = try disk.stat("f").get()
                store.add(.holdAnswer(gate), to: [.get, .head], key: "f")
                let read = Semaphore()
                PlainThread.start {
                    #expect(throws: Never.self) {
                        let file = try disk.open("f", O_RDONLY).get()
                        #expect(try file.readToEnd().get() == Self.old)
                        try file.close().get()
                    }
                    read.signal()
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                if isReplaced { try disk.rename("g", "f").get() } else { try disk.unlink("f").get() }
                gate.open()
                #expect(read.wait(seconds: 60))
                try mount.waitUntilSettled()
                #expect(memory.bytes(of: "f") == (isReplaced ? Self.new : nil))
            }
        }

        @Test(
            "What is here of a file that is gone from the bucket goes with its last close, also amid a replacement",
            arguments: [true, false])
        func letGo(isReplaced: Bool) async throws {
            let store = FaultStore(Self.bucket())
            let gate = Gate()
            try await BucketMount.with(store, cacheSize: 0) { mount in
                let disk = mount.disk
                let file = try disk.open("f", isReplaced ? O_RDONLY : O_RDWR).get()
                let fileSystem = try #require(mount.fileSystem)
                // Something else may refer to it long after, as the order of a directory's files does.
                let inode = try #require(
                    try PlainThread.wait {
                        try await fileSystem.loader.resolve(EntryName("f"), in: fileSystem.namespace.root)
                    })
                if isReplaced {
                    store.add(.hold(gate), to: [.get], key: "f")
                    let renamed = Semaphore()
                    PlainThread.start {
                        #expect(throws: Never.self) { try disk.rename("g", "f").get() }
                        renamed.signal()
                    }
                    try PlainThread.wait { await gate.waitForArrivals() }
                    try file.close().get()
                    gate.open()
                    renamed.wait()
                } else {
                    #expect(try file.write([1], at: 0).get() == 1)
                    try disk.unlink("f").get()
                    try file.close().get()
                }
                try PlainThread.waitUntil("its bytes are let go") { inode.content.staged == nil }
            }
        }
    }
}
