import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// Open files that nothing was written to: they hold nothing back of what other clients do.
    @Suite(.serialized) struct IdleWriterTests {
        private static func with(_ body: @escaping @Sendable (BucketMount, MemoryStore) throws -> Void) async throws {
            let store = MemoryStore.holding(["f", "g"])
            try await BucketMount.with(store) {
                $0.metadataTTL = .zero
            } _: { mount in
                try body(mount, store)
            }
        }

        @Test("Another client's version shows beside a file open for writing, which can change nothing of it")
        func replaced() async throws {
            try await Self.with { mount, store in
                let disk = mount.disk
                let writer = try disk.open("f", O_RDWR).get()
                defer { _ = writer.close() }
                store.plant("f", Array("another".utf8))
                #expect(disk.stat("f").map(\.size) == .success(7))
                #expect(disk.readAll("f") == .success(Array("another".utf8)))
                #expect(writer.stat().map(\.size) == .success(1))
                #expect(writer.write([1], at: 0) == .failure(CallError(ESTALE)))
                #expect(throws: CallError(ESTALE)) { try writer.allocate(0, 0, 100).get() }
                #expect(store.bytes(of: "f") == Array("another".utf8))
                // Beside it others write.
                try disk.writeAll("f", [1, 2]).get()
                #expect(writer.write([1], at: 0) == .failure(CallError(ESTALE)))
                #expect(store.bytes(of: "f") == [1, 2])
            }
        }

        @Test("What is made of a file here goes on to be written through all that have it open")
        func ours() async throws {
            try await Self.with { mount, store in
                let disk = mount.disk
                let idle = try disk.open("f", O_RDWR).get()
                defer { _ = idle.close() }
                try disk.writeAll("f", [1, 2, 3]).get()
                try disk.chmod("f", 0o600).get()
                try disk.rename("f", "h").get()
                _ = try disk.list("").get()
                #expect(disk.stat("h").map(\.size) == .success(3))
                #expect(idle.write([9], at: 1) == .success(1))
                try idle.fsync().get()
                #expect(store.bytes(of: "h") == [1, 9, 3])
            }
        }

        @Test("A file that another client removes is gone, also while it is open for reading")
        func removed() async throws {
            try await Self.with { mount, store in
                let disk = mount.disk
                let reader = try disk.open("f", O_RDONLY).get()
                defer { _ = reader.close() }
                #expect(reader.read(10, at: 0) == .success(Array("f".utf8)))
                store.uproot("f")
                #expect(disk.stat("f") == .failure(CallError(ENOENT)))
                #expect(disk.list("").map { $0.map(\.name) } == .success([Array("g".utf8)]))
                #expect(reader.read(10, at: 0) == .success(Array("f".utf8)))
                store.plant("f", [5])
                #expect(disk.readAll("f") == .success([5]))
            }
        }

        @Test("What was written here stays what the name shows, until it is refused")
        func written() async throws {
            try await Self.with { mount, store in
                let disk = mount.disk
                let writer = try disk.open("f", O_RDWR).get()
                #expect(writer.write([1, 2], at: 0) == .success(2))
                store.plant("f", Array("another".utf8))
                #expect(disk.stat("f").map(\.size) == .success(2))
                #expect(throws: CallError(ESTALE)) { try writer.close().get() }
                #expect(disk.readAll("f") == .success(Array("another".utf8)))
            }
        }
    }
}
