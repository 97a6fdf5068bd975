import FUSE
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

@testable import FileSystem

extension MountedTests {
    /// Renames of what another client has stored anew, or stores meanwhile.
    @Suite(.serialized) struct RenamedVersionTests {
        private static let theirs = Array("what another client has stored".utf8)

        /// What is known of a file before its directory is renamed.
        enum Known: CaseIterable {
            case empty, listed, read
        }

        @Test(
            "A file that another client has stored anew is that when its directory was renamed, and keeps it when written to",
            arguments: Known.allCases, [true, false])
        func replacedBefore(known: Known, isRead: Bool) async throws {
            let memory = MemoryStore()
            memory.plant("d/f", known == .empty ? [] : Array("ours".utf8))
            try await BucketMount.with(memory) { mount in
                let disk = mount.disk
                #expect(disk.stat("d/f").map(\.size) == .success(known == .empty ? 0 : 4))
                if known == .read { #expect(disk.readAll("d/f") == .success(Array("ours".utf8))) }
                memory.plant("d/f", Self.theirs, attributes: ObjectAttributes(userMetadata: ["other": "theirs"]))
                try disk.rename("d", "e").get()
                if isRead { #expect(disk.readAll("e/f") == .success(Self.theirs)) }
                let file = try disk.open("e/f", O_WRONLY | O_APPEND).get()
                #expect(file.write([33]) == .success(1))
                try file.close().get()
                #expect(memory.bytes(of: "e/f") == Self.theirs + [33])
                #expect(memory.metadata(of: "e/f")?.attributes.userMetadata["other"] == "theirs")
                #expect(disk.stat("e/f").map(\.size) == .success(Int64(Self.theirs.count) + 1))
            }
        }

        @Test("A file that is open while its directory is renamed shows no bytes that another client has stored")
        func openedBefore() async throws {
            let memory = MemoryStore()
            let (old, new) = ([UInt8](repeating: 1, count: 40 << 20), [UInt8](repeating: 2, count: 40 << 20))
            memory.plant("d/f", old)
            try await BucketMount.with(memory, cacheSize: 0) { mount in
                let disk = mount.disk
                let file = try disk.open("d/f", O_RDONLY).get()
                #expect(file.read(1000, at: 0) == .success([UInt8](repeating: 1, count: 1000)))
                memory.plant("d/f", new)
                try disk.rename("d", "e").get()
                for offset in stride(from: Int64(0), to: 40 << 20, by: 1 << 20) {
                    switch file.read(1000, at: offset) {
                    case .success(let bytes): #expect(bytes == [UInt8](repeating: 1, count: 1000), "at \(offset)")
                    case .failure(let error): #expect(error == CallError(ESTALE), "at \(offset)")
                    }
                }
                _ = file.close()
                #expect(disk.readAll("e/f").map { $0 == new } == .success(true))
            }
        }

        @Test("What is written to a file whose directory was renamed does not replace what another client stored")
        func writtenBefore() async throws {
            let memory = MemoryStore.holding(["d/f"])
            try await BucketMount.with(memory) { mount in
                let disk = mount.disk
                let file = try disk.open("d/f", O_RDWR).get()
                #expect(file.write([1], at: 0) == .success(1))
                try file.fsync().get()
                memory.plant("d/f", Self.theirs)
                try disk.rename("d", "e").get()
                #expect(file.write([2], at: 0) == .success(1))
                #expect(throws: CallError(ESTALE)) { try file.close().get() }
                #expect(memory.bytes(of: "e/f") == Self.theirs)
                #expect(disk.readAll("e/f") == .success(Self.theirs))
            }
        }

        @Test("The last close of a file that was removed does not remove what another client has stored in its place")
        func removedBefore() async throws {
            let memory = MemoryStore.holding(["d/f", "d/g"])
            try await BucketMount.with(memory) { mount in
                let disk = mount.disk
                let file = try disk.open("d/f", O_RDONLY).get()
                try disk.unlink("d/f").get()
                memory.plant("d/f", Self.theirs)
                try disk.rename("d", "e").get()
                try file.close().get()
                try mount.waitUntilSettled()
                #expect(memory.bytes(of: "e/f") == Self.theirs)
            }
            #expect(memory.keys == ["e/f", "e/g"])
        }

        @Test("A version that another client stores while a file is renamed is not lost", arguments: [true, false])
        func replacedMeanwhile(isAskedFor: Bool) async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            let gate = Gate()
            store.add(.holdAnswer(gate), to: [.copy], key: "g")
            try await BucketMount.with(store) { mount in
                let disk = mount.disk
                let fileSystem = try #require(mount.fileSystem)
                _ = try disk.stat("f").get()
                let done = Mutex<CallResult<Void>?>(nil)
                PlainThread.start {
                    let result = disk.rename("f", "g")
                    done.withLock { $0 = result }
                }
                try PlainThread.wait { await gate.waitForArrivals() }
                memory.plant("f", Self.theirs)
                // As an open does, or a lookup of a name that is believed no longer.
                let root = fileSystem.namespace.root
                let inode = try #require(
                    fileSystem.namespace.locked { _ in root.directory?.children[EntryName("f")] })
                if isAskedFor { _ = try PlainThread.wait { try await fileSystem.loader.confirm(inode) } }
                gate.open()
                try PlainThread.waitUntil("the rename is done") { done.withLock { $0 != nil } }
                #expect(throws: Never.self) { try done.withLock { $0 }?.get() }
                // Without its old name the kernel was told to look again, and has renamed that version too.
                #expect(memory.keys == ["g"])
                #expect(memory.bytes(of: "g") == Self.theirs)
                #expect(throws: CallError(ENOENT)) { try disk.stat("f").get() }
                #expect(disk.readAll("g") == .success(Self.theirs))
            }
        }
    }
}
