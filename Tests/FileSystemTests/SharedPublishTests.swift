import FUSE
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

@testable import FileSystem

extension MountedTests {
    /// Files that are written to by others all the while somebody closes or synchronises them.
    @Suite(.serialized) struct SharedPublishTests {
        /// What a test needs of a file: its inode, and what is written to it.
        private static func stage(
            _ fileSystem: BucketFileSystem, _ name: String
        ) async throws -> (inode: Inode, staged: StagedFile) {
            let root = fileSystem.namespace.root
            let inode = try #require(try await fileSystem.loader.resolve(EntryName(name), in: root))
            return (inode, try fileSystem.stage(inode))
        }

        @Test("Storing a file that others go on writing to is one PUT")
        func writtenAllTheTime() async throws {
            let memory = MemoryStore.holding(["f"])
            try await BucketMount.with(memory) { mount in
                let fileSystem = try #require(mount.fileSystem)
                let counts = try PlainThread.wait {
                    let (inode, staged) = try await Self.stage(fileSystem, "f")
                    let writing = Task {
                        // Not without end: a publish that waits for it is to be seen.
                        for round in 0..<100_000 where !Task.isCancelled {
                            try await staged.writeWhenIdle([UInt8(truncatingIfNeeded: round)], at: 0)
                            await Task.yield()
                        }
                    }
                    var counts: [Int] = []
                    for round in 0..<200 {
                        try await staged.writeWhenIdle([UInt8(round)], at: 1)
                        let before = memory.log.count(of: .put)
                        try await fileSystem.publish(inode)
                        counts.append(memory.log.count(of: .put) - before)
                        #expect(memory.bytes(of: "f")?.last == UInt8(round))
                    }
                    writing.cancel()
                    _ = await writing.result
                    await fileSystem.settle(inode)
                    return counts
                }
                #expect(counts == [Int](repeating: 1, count: 200))
            }
        }

        @Test("Whoever stores a file that others store too has stored what he wrote before")
        func storedByMany() async throws {
            let memory = MemoryStore.holding(["f"])
            try await BucketMount.with(memory) { mount in
                let fileSystem = try #require(mount.fileSystem)
                let wrong = try PlainThread.wait {
                    let (inode, staged) = try await Self.stage(fileSystem, "f")
                    let writers = (0..<4).map { writer in
                        Task {
                            var wrong: [String] = []
                            for round in 1...200 {
                                try await staged.writeWhenIdle([UInt8(round)], at: Int64(writer))
                                try await fileSystem.publish(inode)
                                let stored = memory.bytes(of: "f").flatMap { $0.count > writer ? $0[writer] : nil }
                                if stored != UInt8(round) { wrong.append("\(writer) in \(round): \(stored ?? 0)") }
                            }
                            return wrong
                        }
                    }
                    var wrong: [String] = []
                    for writer in writers { wrong += try await writer.value }
                    await fileSystem.settle(inode)
                    return wrong
                }
                #expect(wrong == [])
            }
        }
    }
}
