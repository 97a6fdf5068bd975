import FUSE
import FileSystemTesting
import Foundation
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

extension MountedTests {
    /// Changes of a file that the bucket does not take, and what is left of them.
    @Suite(.serialized) struct FailedChangeTests {
        private static let theirs = Array("what another client has stored".utf8)
        private static let failure = StoreError(.unavailable, "as the test says")

        private static func conflictCopies(_ mount: BucketMount) -> Int {
            let files = FileManager.default.enumerator(atPath: mount.cacheDirectory)?.compactMap { $0 as? String } ?? []
            return files.count { $0.contains("/conflicts/") }
        }

        @Test("A file that could not be cut by its path shows what other clients store in it")
        func cutTooLong() async throws {
            let memory = MemoryStore.holding(["f"])
            try await BucketMount.with(memory) {
                $0.metadataTTL = .zero
            } _: { mount in
                #expect(throws: CallError(EFBIG)) { try mount.disk.truncate("f", 100 << 40).get() }
                try mount.waitUntilSettled()
                memory.plant("f", Self.theirs)
                #expect(mount.disk.stat("f").map(\.size) == .success(Int64(Self.theirs.count)))
            }
            #expect(memory.bytes(of: "f") == Self.theirs)
        }

        @Test(
            "A file that was cut by its path and could not be stored is tried once more, then kept as a conflict copy",
            arguments: [1, 2])
        func cutNotStored(failures: Int) async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            store.add(.fail(Self.failure), to: [.put], key: "f", times: failures)
            try await BucketMount.with(store) { mount in
                #expect(throws: CallError(EIO)) { try mount.disk.truncate("f", 5).get() }
                try mount.waitUntilSettled()
                #expect(memory.bytes(of: "f")?.count == (failures == 1 ? 5 : 1))
                // The kernel hears of it next.
                try PlainThread.waitUntil("it shows") {
                    try mount.disk.readAll("f").get().count == (failures == 1 ? 5 : 1)
                }
                #expect(Self.conflictCopies(mount) == failures - 1)
            }
            #expect(memory.bytes(of: "f")?.count == (failures == 1 ? 5 : 1))
        }

        @Test("A chmod that is refused while a file is open does not make its close fail")
        func refusedAttributes() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            store.add(.fail(StoreError(.accessDenied, "as the test says")), to: [.copy], key: "f", times: .max)
            try await BucketMount.with(store) { mount in
                let file = try mount.disk.open("f", O_RDWR).get()
                #expect(file.write([1, 2, 3], at: 0) == .success(3))
                try file.fsync().get()
                #expect(throws: CallError(EACCES)) { try file.chmod(0o600).get() }
                try file.close().get()
                try mount.waitUntilSettled()
                #expect(Self.conflictCopies(mount) == 0)
                #expect(mount.disk.stat("f").map(\.permissions) == .success(0o644))
            }
            #expect(memory.bytes(of: "f") == [1, 2, 3])
        }

        @Test("A file that is cut by its path while it is open to be read keeps what another client stored with it")
        func cutWhileRead() async throws {
            let memory = MemoryStore.holding(["f"])
            try await BucketMount.with(memory) {
                $0.metadataTTL = .zero
            } _: { mount in
                let disk = mount.disk
                let reader = try disk.open("f", O_RDONLY).get()
                let attributes = ObjectAttributes(userMetadata: ["other": "theirs"], contentType: "their/type")
                memory.plant("f", Self.theirs, attributes: attributes)
                try disk.truncate("f", 5).get()
                _ = reader.close()
                #expect(memory.bytes(of: "f") == Array(Self.theirs.prefix(5)))
                #expect(memory.metadata(of: "f")?.attributes.userMetadata["other"] == "theirs")
                #expect(memory.metadata(of: "f")?.attributes.contentType == "their/type")
            }
        }

        @Test("A file that an open is to make, and that another client has made, is opened as it is now")
        func madeByAnother() async throws {
            let memory = MemoryStore()
            try await BucketMount.with(memory) { mount in
                let disk = mount.disk
                let fileSystem = try #require(mount.fileSystem)
                // The kernel believes that there is no such file; the mount hears of one.
                #expect(throws: CallError(ENOENT)) { try disk.stat("f").get() }
                memory.plant("f", [1])
                let root = fileSystem.namespace.root
                let found = try PlainThread.wait { try await fileSystem.loader.probe(EntryName("f"), in: root) }
                #expect(found != nil)
                let attributes = ObjectAttributes(userMetadata: ["other": "theirs"], contentType: "their/type")
                memory.plant("f", Self.theirs, attributes: attributes)
                let file = try disk.open("f", O_WRONLY | O_CREAT).get()
                #expect(file.write([33], at: 0) == .success(1))
                try file.close().get()
                #expect(memory.bytes(of: "f") == [33] + Self.theirs.dropFirst())
                #expect(memory.metadata(of: "f")?.attributes.userMetadata["other"] == "theirs")
                #expect(memory.metadata(of: "f")?.attributes.contentType == "their/type")
            }
        }
    }
}
