import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// A file that is open in a version that another client has replaced, beside what is done to the new one.
    @Suite(.serialized) struct OldVersionTests {
        private static let old = SplitMix64.bytes(5_000, seed: 1)
        private static let new = SplitMix64.bytes(9_000, seed: 2)

        /// Opens a file and reads its first bytes, replaces it as another client would, and has that noticed.
        private static func replaced(
            _ body: @escaping @Sendable (Disk, MemoryStore, _ reader: OpenDescriptor) throws -> Void
        ) async throws {
            let store = MemoryStore()
            store.plant("f", old)
            try await BucketMount.with(store, cacheSize: 0, passthrough: false) { mount in
                let reader = try mount.disk.open("f", O_RDONLY).get()
                #expect(try reader.read(100, at: 0).get() == Array(old[..<100]))
                store.plant("f", new)
                #expect(try mount.disk.readAll("f").get() == new)
                try body(mount.disk, store, reader)
                #expect(try reader.stat().get().size == old.count)
                #expect(try reader.read(2 * old.count, at: 0).get() == old)
                try reader.close().get()
            }
        }

        @Test("Attributes that are changed by a handle of the old version are not those of the new one")
        func attributes() async throws {
            try await Self.replaced { disk, _, reader in
                #expect(throws: CallError(ESTALE)) { try reader.chmod(0o600).get() }
                #expect(try disk.stat("f").get().permissions == 0o644)
                // By its name it can be changed, and the old one keeps its length.
                try disk.chmod("f", 0o640).get()
                #expect(try disk.stat("f").get().permissions == 0o640)
                #expect(try reader.stat().get().size == Self.old.count)
                try disk.truncate("f", 7).get()
                #expect(try disk.readAll("f").get() == Array(Self.new[..<7]))
            }
        }

        @Test("SEEK_DATA and SEEK_HOLE go by the version that is open, also beside a writer of the new one")
        func seeking() async throws {
            try await Self.replaced { disk, _, reader in
                #expect(try reader.seek(0, 4).get() == Int64(Self.old.count))
                #expect(throws: CallError(ENXIO)) { try reader.seek(6_000, 3).get() }
                let writer = try disk.open("f", O_RDWR).get()
                #expect(try writer.write([1], at: 20_000).get() == 1)
                #expect(try reader.seek(0, 4).get() == Int64(Self.old.count))
                try writer.close().get()
            }
        }

        @Test("copy_file_range from the old version beside a writer of the new one copies no bytes of that")
        func copying() async throws {
            try await Self.replaced { disk, store, reader in
                let writer = try disk.open("f", O_RDWR).get()
                #expect(try writer.write([UInt8](repeating: 7, count: 3_000), at: 0).get() == 3_000)
                let copy = try disk.open("copy", O_WRONLY | O_CREAT).get()
                // The bucket has the old bytes no longer: where they are not here, ESTALE.
                let copied = reader.copyRange(0, to: copy, 0, 3_000)
                #expect(copied == .success(3_000) || copied == .failure(CallError(ESTALE)))
                try copy.close().get()
                let count = (try? copied.get()) ?? 0
                #expect(store.bytes(of: "copy") == Array(Self.old[..<count]))
                try writer.close().get()
            }
        }

        @Test("A handle of the old version that is opened again by its descriptor gives no bytes of the new one")
        func openedAgain() async throws {
            try await Self.replaced { disk, _, reader in
                let own = Disk("/proc/self/fd")
                let name = DiskPath("\(reader.number)")
                #expect(throws: CallError(ESTALE)) { try own.open(name, O_RDONLY).get() }
                let writer = try disk.open("f", O_RDWR).get()
                #expect(try writer.write([1, 2, 3], at: 0).get() == 3)
                #expect(throws: CallError(ESTALE)) { try own.open(name, O_RDONLY).get() }
                #expect(throws: CallError(ESTALE)) { try own.open(name, O_WRONLY | O_TRUNC).get() }
                try writer.close().get()
            }
        }

        @Test("Opening a file that was replaced costs what it did: the GET that finds it, a HEAD, and a GET")
        func requests() async throws {
            let store = MemoryStore()
            store.plant("f", Self.old)
            try await BucketMount.with(store) { mount in
                _ = try mount.disk.stat("f").get()
                store.log.reset()
                store.plant("f", Self.new)
                #expect(try mount.disk.readAll("f").get() == Self.new)
                #expect(store.log.counts == [.get: 2, .head: 1], "\(store.log)")
            }
        }

        @Test("A file that is replaced again while it is being opened is opened all the same, in its last version")
        func replacedTwice() async throws {
            let memory = MemoryStore()
            memory.plant("f", Self.old)
            let store = FaultStore(memory)
            let gate = Gate()
            store.add(.holdAnswer(gate), to: [.head], key: "f")
            try await BucketMount.with(store, cacheSize: 0, passthrough: false) { mount in
                _ = try mount.disk.stat("f").get()
                memory.plant("f", Self.new)
                let last = SplitMix64.bytes(3_000, seed: 3)
                PlainThread.start {
                    try? PlainThread.wait { await gate.waitForArrivals() }
                    memory.plant("f", last)
                    gate.open()
                }
                #expect(try mount.disk.readAll("f").get() == last)
                #expect(try mount.disk.stat("f").get().size == last.count)
                #expect(store.log.count(of: .get) == 3, "\(store.log)")
                #expect(store.log.count(of: .head) == 2, "\(store.log)")
            }
        }
    }
}
