import FUSE
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

extension MountedTests {
    /// What the flags of open(2) do beside letting one read and write.
    @Suite(.serialized) struct OpenFlagsTests {
        @Test("A file that is cut by an open for reading is cut in the bucket when it is closed")
        func cutForReading() async throws {
            let memory = MemoryStore.holding(["f", "g"])
            try await BucketMount.with(memory) { mount in
                for (name, flags) in [(DiskPath("f"), O_TRUNC), ("g", O_TRUNC | O_CREAT)] {
                    let file = try mount.disk.open(name, O_RDONLY | flags).get()
                    #expect(try file.stat().get().size == 0)
                    #expect(try file.read(9).get() == [])
                    try file.close().get()
                    #expect(try mount.disk.stat(name).get().size == 0)
                }
                #expect(memory.bytes(of: "f") == [])
                #expect(memory.bytes(of: "g") == [])
            }
        }

        @Test("The close of a file that an open for reading has made stores it, and tells when that fails")
        func madeForReading() async throws {
            let memory = MemoryStore()
            let store = FaultStore(memory)
            store.add(.fail(StoreError(.accessDenied)), to: [.put], key: "f")
            try await BucketMount.with(store) { mount in
                let file = try mount.disk.open("f", O_RDONLY | O_CREAT).get()
                #expect(throws: CallError(EACCES)) { try file.close().get() }
            }
            #expect(memory.bytes(of: "f") == [])
        }

        @Test("What is written after fcntl has taken O_APPEND away goes where it is told")
        func appendTakenAway() async throws {
            let memory = MemoryStore()
            memory.plant("f", Array("0123456789".utf8))
            try await BucketMount.with(memory) { mount in
                let file = try mount.disk.open("f", O_RDWR | O_APPEND).get()
                #expect(fcntl(file.number, F_SETFL, 0) == 0)
                #expect(try file.write(Array("ab".utf8), at: 0).get() == 2)
                #expect(fcntl(file.number, F_SETFL, O_APPEND) == 0)
                #expect(try file.write(Array("cd".utf8), at: 0).get() == 2)
                #expect(try file.read(99, at: 0).get() == Array("ab23456789cd".utf8))
                try file.close().get()
            }
            #expect(memory.bytes(of: "f") == Array("ab23456789cd".utf8))
        }

        @Test("Cutting a file to the size that it has moves its time, for good", arguments: [0, 4])
        func sameSize(size: Int) async throws {
            let memory = MemoryStore()
            memory.plant("f", [UInt8](repeating: 1, count: size))
            try await BucketMount.with(memory) { mount in
                let cuts: [@Sendable (Disk) throws -> Void] = [
                    { try $0.truncate("f", Int64(size)).get() },
                    { disk in
                        let file = try disk.open("f", O_RDWR).get()
                        try file.truncate(Int64(size)).get()
                        try file.close().get()
                    },
                    { disk in
                        // It has bytes otherwise.
                        if size > 0 { return try disk.truncate("f", Int64(size)).get() }
                        try disk.open("f", O_WRONLY | O_TRUNC).get().close().get()
                    },
                ]
                for cut in cuts {
                    try mount.disk.utimes("f", seconds: 5, nanoseconds: 0).get()
                    try cut(mount.disk)
                    let made = try mount.disk.stat("f").get()
                    #expect(made.seconds > 5)
                    try mount.waitUntilSettled()
                    let settled = try mount.disk.stat("f").get()
                    #expect((settled.seconds, settled.nanoseconds) == (made.seconds, made.nanoseconds))
                    let metadata = try PlainThread.wait { try await mount.store.head("f") }.attributes.userMetadata
                    let stored = FileTime(seconds: made.seconds, nanoseconds: Int32(made.nanoseconds))
                    #expect(StoredAttributes(metadata).modified == stored)
                }
                #expect(try mount.disk.stat("f").get().size == Int64(size))
            }
        }

        @Test("Who cuts a file by O_TRUNC and is not root takes its set-user-ID and set-group-ID bits")
        func privileges() async throws {
            let memory = MemoryStore.holding(["f"])
            try await BucketMount.with(memory) { mount in
                try mount.disk.chmod("f", 0o6755).get()
                let fileSystem = try #require(mount.fileSystem)
                for (user, left) in [(UInt32(0), UInt32(0o6755)), (1000, 0o755)] {
                    try PlainThread.wait {
                        let root = fileSystem.namespace.root
                        let inode = try #require(try await fileSystem.loader.resolve(EntryName("f"), in: root))
                        let caller = RequestContext(unique: 1, user: user, group: user, process: 1)
                        try await fileSystem.cut(inode, for: caller)
                        #expect(await fileSystem.settle(inode) == nil)
                    }
                    #expect(memory.bytes(of: "f") == [])
                    let metadata = try PlainThread.wait { try await memory.head("f") }.attributes.userMetadata
                    #expect(StoredAttributes(metadata).mode?.permissions == left)
                }
            }
        }
    }
}

struct FileModeTests {
    @Test(
        "Set-group-ID goes with execution by the group, set-user-ID always",
        arguments: [
            (UInt32(0o106755), UInt32?(0o100755)), (0o104644, 0o100644), (0o102755, 0o100755), (0o102745, nil),
            (0o100755, nil), (0o106745, 0o102745),
        ])
    func privileges(mode: UInt32, left: UInt32?) {
        #expect(FileMode(rawValue: mode).withoutPrivileges?.rawValue == left)
    }
}
