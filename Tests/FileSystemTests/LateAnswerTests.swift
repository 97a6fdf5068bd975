import FUSE
import FileSystemTesting
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

@testable import FileSystem

extension MountedTests {
    /// Answers about what another client does, that come in another order than their requests left.
    @Suite(.serialized) struct LateAnswerTests {
        private final class Reader: Sendable {
            let result = Mutex<CallResult<[UInt8]>?>(nil)
        }

        @Test("An answer that comes late undoes nothing that a later request has told", arguments: [false, true])
        func replaced(isListing: Bool) async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            try await BucketMount.with(store) {
                // Each listing is asked for anew.
                if isListing { $0.metadataTTL = .zero }
            } _: { mount in
                let fileSystem = try #require(mount.fileSystem)
                let (namespace, loader) = (fileSystem.namespace, fileSystem.loader)
                let size = try PlainThread.wait {
                    let inode = try #require(try await loader.resolve(EntryName("f"), in: namespace.root))
                    let gate = Gate()
                    store.add(.holdAnswer(gate), to: isListing ? [.list] : [.head])
                    async let late =
                        isListing ? loader.resolve(EntryName("f"), in: namespace.root) : loader.confirm(inode)
                    await gate.waitForArrivals()
                    memory.plant("f", [1, 2, 3])
                    _ = try await loader.confirm(inode)
                    gate.open()
                    _ = try await late
                    return namespace.locked { _ in inode.size }
                }
                #expect(size == 3)
            }
        }

        @Test("A listing that comes late does not bring back what a later request has found gone")
        func removed() async throws {
            let memory = MemoryStore.holding(["f", "g"])
            let store = FaultStore(memory)
            try await BucketMount.with(store) {
                $0.metadataTTL = .zero
            } _: { mount in
                let fileSystem = try #require(mount.fileSystem)
                let (namespace, loader) = (fileSystem.namespace, fileSystem.loader)
                let late = try PlainThread.wait {
                    let inode = try #require(try await loader.resolve(EntryName("f"), in: namespace.root))
                    let gate = Gate()
                    store.add(.holdAnswer(gate), to: [.list])
                    async let late = loader.resolve(EntryName("f"), in: namespace.root)
                    await gate.waitForArrivals()
                    memory.uproot("f")
                    await #expect(throws: StoreError.self) { try await loader.confirm(inode) }
                    gate.open()
                    return try await late
                }
                #expect(late == nil)
            }
        }

        @Test("Who opens a file by an answer that comes late reads the version that somebody else has seen meanwhile")
        func opened() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            try await BucketMount.with(store) { mount in
                // Its bytes are here: its next open asks by HEAD.
                _ = try mount.disk.readAll("f").get()
                let gate = Gate()
                store.add(.holdAnswer(gate), to: [.head])
                let late = Reader()
                PlainThread.start { late.result.withLock { $0 = mount.disk.readAll("f") } }
                try PlainThread.wait { await gate.waitForArrivals() }
                memory.plant("f", [1, 2, 3])
                #expect(try mount.disk.readAll("f").get() == [1, 2, 3])
                gate.open()
                try PlainThread.waitUntil("it is read") { late.result.withLock { $0 != nil } }
                #expect(late.result.withLock { $0 } == .success([1, 2, 3]))
                #expect(try mount.disk.stat("f").get().size == 3)
            }
        }
    }
}
