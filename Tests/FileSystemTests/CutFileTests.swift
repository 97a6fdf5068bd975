import FUSE
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

extension MountedTests {
    /// Files that are made shorter and longer while others have them open, or have just closed them.
    @Suite(.serialized) struct CutFileTests {
        @Test("A file that is cut while its last handle ends is cut in the bucket")
        func cutAtTheEnd() async throws {
            let memory = MemoryStore.holding(["f"])
            try await BucketMount.with(memory) { mount in
                let fileSystem = try #require(mount.fileSystem)
                let wrong = try PlainThread.wait {
                    var wrong: [String] = []
                    let root = fileSystem.namespace.root
                    let inode = try #require(try await fileSystem.loader.resolve(EntryName("f"), in: root))
                    for size in (0..<3000).map({ $0 % 100 }) {
                        // What a handle that has stored all it wrote leaves to its end, of which the kernel tells after
                        // close(2) has returned.
                        _ = try fileSystem.stage(inode)
                        async let ended = fileSystem.settle(inode)
                        try await fileSystem.truncate(inode, to: Int64(size))
                        _ = await ended
                        if let failure = await fileSystem.settle(inode) { wrong.append(failure) }
                        let stored = memory.bytes(of: "f")?.count
                        if stored != size { wrong.append("\(stored ?? -1) instead of \(size)") }
                    }
                    return wrong
                }
                #expect(wrong == [])
            }
        }

        @Test("A file that is cut by its path is cut in the bucket, also while it is open for writing")
        func cutByPath() async throws {
            let memory = MemoryStore.holding(["f"])
            try await BucketMount.with(memory) { mount in
                let file = try mount.disk.open("f", O_RDWR).get()
                try mount.disk.truncate("f", 100).get()
                #expect(memory.bytes(of: "f")?.count == 100)
                try mount.disk.truncate("f", 0).get()
                #expect(memory.bytes(of: "f") == [])
                // This is stored at its close.
                try file.truncate(5).get()
                #expect(memory.bytes(of: "f") == [])
                try file.close().get()
                #expect(memory.bytes(of: "f")?.count == 5)
            }
        }
    }
}
