import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

extension MountedTests {
    /// What the bucket shows of a change of ours that is still under way.
    @Suite(.serialized) struct OwnChangesTests {
        /// Runs `body` while an attribute change is held at a gate, and expects that it succeeds afterwards.
        private static func during(
            _ change: @escaping @Sendable () -> CallResult<Void>, heldAt gate: Gate, _ body: () throws -> some Any
        ) throws {
            let outcome = Mutex<CallResult<Void>?>(nil)
            PlainThread.start {
                let result = change()
                outcome.withLock { $0 = result }
            }
            try PlainThread.wait { await gate.waitForArrivals() }
            let result = Result { _ = try body() }
            gate.open()
            try PlainThread.waitUntil("the change is done") { outcome.withLock { $0 != nil } }
            try result.get()
            try outcome.withLock { $0 }?.get()
        }

        @Test("A listing that shows an attribute change before that is answered does not take it for another client's")
        func shownEarly() async throws {
            let memory = MemoryStore()
            let store = FaultStore(memory)
            // In two parts, so that the copy has another tag.
            let bytes = SplitMix64.bytes(17 << 20, seed: 7)
            try await BucketMount.with(store) {
                $0.metadataTTL = .zero
            } _: { mount in
                let disk = mount.disk
                try disk.writeAll("f", bytes).get()
                try mount.waitUntilSettled()
                let before = memory.metadata(of: "f")?.info.etag
                let file = try disk.open("f", O_RDONLY).get()
                defer { _ = file.close() }
                let gate = Gate()
                store.add(.holdAnswer(gate), to: [.copy], key: "f")
                try Self.during({ file.chmod(0o600) }, heldAt: gate) {
                    #expect(memory.metadata(of: "f")?.info.etag != before)
                    #expect(disk.list("").map(\.count) == .success(1))
                }
                // By another version's descriptor it would be ESTALE.
                try file.chmod(0o640).get()
                #expect(disk.stat("f").map(\.permissions) == .success(0o640))
                let read = try file.read(1000, at: 16 << 20).get()
                #expect(read == Array(bytes[(16 << 20)...].prefix(1000)))
            }
        }

        @Test("An answer about the object as it was before an attribute change does not undo that")
        func answeredLate() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            try await BucketMount.with(store) { mount in
                let disk = mount.disk
                // Now its attributes are known.
                try disk.chmod("f", 0o644).get()
                let gate = Gate()
                store.add(.hold(gate), to: [.copy], key: "f")
                try Self.during({ disk.chmod("f", 0o600) }, heldAt: gate) {
                    let count = store.log.count(of: .head)
                    try disk.open("f", O_RDWR).get().close().get()
                    #expect(store.log.count(of: .head) == count + 1)
                }
                #expect(disk.stat("f").map(\.permissions) == .success(0o600))
            }
        }

        @Test("An attribute change that another client's write comes before is made to what that one has written")
        func replaced() async throws {
            let memory = MemoryStore.holding(["f"])
            let store = FaultStore(memory)
            try await BucketMount.with(store) { mount in
                let disk = mount.disk
                try disk.chmod("f", 0o644).get()
                let gate = Gate()
                store.add(.hold(gate), to: [.copy], key: "f")
                // The kernel looks the name up again upon ESTALE, and the bucket is asked.
                try Self.during({ disk.chmod("f", 0o600) }, heldAt: gate) { memory.plant("f", [1, 2, 3]) }
                #expect(disk.stat("f").map(\.permissions) == .success(0o600))
                #expect(disk.readAll("f") == .success([1, 2, 3]))
            }
        }
    }
}
