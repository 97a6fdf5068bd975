import FileSystem
import FileSystemTesting
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// Markers on servers that keep a tree of their own, and take a directory of it for an object.
    @Suite(.serialized) struct MarkerTests {
        private static let refusal = StoreError(.preconditionFailed, "a directory of the server's tree")

        @Test("A directory without marker lasts when its last file goes, whatever the server says of its marker")
        func keeping() async throws {
            let memory = MemoryStore.holding(["d/x"])
            let store = FaultStore(memory)
            store.add(.fail(Self.refusal), to: [.put], key: "d/")
            try await BucketMount.with(store) { mount in
                try mount.disk.unlink("d/x").get()
                #expect(memory.keys == ["d/"])
            }
        }

        @Test("A marker that is refused does not replace the object that has the directory's name")
        func beside() async throws {
            let memory = MemoryStore.holding(["d/x", "d"])
            let store = FaultStore(memory)
            store.add(.fail(Self.refusal), to: [.put], key: "d/")
            try await BucketMount.with(store) { mount in
                try mount.disk.unlink("d/x").get()
                #expect(memory.keys == ["d"])
            }
        }

        @Test("A directory whose server believes in it still can be made again")
        func making() async throws {
            let memory = MemoryStore()
            let store = FaultStore(memory)
            store.add(.fail(Self.refusal), to: [.put], key: "d/")
            try await BucketMount.with(store) { mount in
                try mount.disk.mkdir("d").get()
                #expect(memory.keys == ["d/"])
            }
        }

        @Test("A directory that another client made meanwhile is not made again")
        func conflict() async throws {
            let memory = MemoryStore()
            try await BucketMount.with(memory) { mount in
                let before = try mount.disk.list("").get()
                #expect(before.isEmpty)
                memory.plant("d/", [])
                #expect(throws: CallError.self) { try mount.disk.mkdir("d").get() }
            }
        }

        @Test("A renamed directory's markers are copied before what is below them, and removed after it")
        func order() async throws {
            let keys: [ObjectKey] = ["d/", "d/a", "d/b/", "d/b/c/", "d/b/c/y", "d/b/x", "d/z"]
            let memory = MemoryStore.holding(keys)
            let store = FaultStore(memory)
            try await BucketMount.with(store) { mount in
                try mount.disk.rename("d", "e").get()
                let copied = store.log.records.filter { $0.kind == .copy }.map(\.key)
                let deleted = store.log.records.filter { $0.kind == .deleteBatch }.map(\.key)
                #expect(copied.count == keys.count && deleted.count == keys.count)
                for marker in keys where marker.isDirectoryMarker {
                    for key in keys where key.hasPrefix(marker) && key != marker {
                        let inner = ObjectKey("e/".utf8 + key.bytes.dropFirst(2))
                        let outer = ObjectKey("e/".utf8 + marker.bytes.dropFirst(2))
                        let copies = try (
                            #require(copied.firstIndex(of: outer)), #require(copied.firstIndex(of: inner))
                        )
                        #expect(copies.0 < copies.1, "\(outer), \(inner)")
                        let deletes = try (
                            #require(deleted.firstIndex(of: marker)), #require(deleted.firstIndex(of: key))
                        )
                        #expect(deletes.0 > deletes.1, "\(marker), \(key)")
                    }
                }
            }
        }

        @Test("A directory lasts when the only directory in it is renamed, also when nothing is believed")
        func keepingAfterRename() async throws {
            let memory = MemoryStore.holding(["p/d/x", "p/d/y", "p/d/z", "p/d/zz"])
            try await BucketMount.with(memory, configure: { $0.metadataTTL = .zero }) { mount in
                try mount.disk.rename("p/d", "q").get()
                #expect(memory.keys.contains("p/"), "\(memory.keys)")
                #expect(try mount.disk.list("p").get().isEmpty)
            }
        }

        @Test(
            "A directory whose marker another client has removed lasts when its last file goes",
            arguments: [true, false])
        func removedByAnother(isWalked: Bool) async throws {
            let memory = MemoryStore.holding(["p/a/", "p/a/x", "p/b/", "p/b/x", "p/c/", "p/c/x"])
            try await BucketMount.with(memory, configure: { $0.metadataTTL = .zero }) { mount in
                let disk = mount.disk
                let read: @Sendable () throws -> Void = {
                    if isWalked { return _ = try disk.walk().get() }
                    for name in ["p/a", "p/b", "p/c"] { _ = try disk.list(DiskPath(name)).get() }
                }
                try read()
                for key in ["p/a/", "p/b/", "p/c/"] as [ObjectKey] { memory.uproot(key) }
                try read()
                for name in ["p/a/x", "p/b/x", "p/c/x"] { try disk.unlink(DiskPath(name)).get() }
                #expect(memory.keys == ["p/a/", "p/b/", "p/c/"])
            }
        }
    }
}
