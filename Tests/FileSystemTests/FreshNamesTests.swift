import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// What is asked of the bucket where no answer is believed (`--metadata-ttl 0s`): each name of each call, once.
    @Suite(.serialized) struct FreshNamesTests {
        private static func with(
            _ keys: [ObjectKey] = ["dir/a", "dir/b", "dir/z", "top"],
            _ body: @escaping @Sendable (BucketMount, MemoryStore) throws -> Void
        ) async throws {
            let store = MemoryStore.holding(keys)
            try await BucketMount.with(store) {
                $0.metadataTTL = .zero
            } _: { mount in
                store.log.reset()
                try body(mount, store)
            }
        }

        @Test("A stat costs one LIST for each name of its path")
        func looking() async throws {
            try await Self.with { mount, store in
                for _ in 0..<2 {
                    _ = try mount.disk.stat("top").get()
                    #expect(store.log.counts == [.list: 1], "\(store.log)")
                    store.log.reset()
                    _ = try mount.disk.stat("dir/a").get()
                    #expect(store.log.counts == [.list: 2], "\(store.log)")
                    store.log.reset()
                    #expect(mount.disk.stat("dir/none") == .failure(CallError(ENOENT)))
                    #expect(store.log.counts == [.list: 2], "\(store.log)")
                    store.log.reset()
                }
            }
        }

        @Test("cat costs one GET beside its names, the second time one HEAD")
        func reading() async throws {
            try await Self.with { mount, store in
                #expect(mount.disk.readAll("top") == .success(Array("top".utf8)))
                #expect(store.log.counts == [.list: 1, .get: 1], "\(store.log)")
                store.log.reset()
                #expect(mount.disk.readAll("dir/a") == .success(Array("dir/a".utf8)))
                #expect(store.log.counts == [.list: 2, .get: 1], "\(store.log)")
                store.log.reset()
                #expect(mount.disk.readAll("dir/a") == .success(Array("dir/a".utf8)))
                #expect(store.log.counts == [.list: 2, .head: 1], "\(store.log)")
            }
        }

        @Test("A name that is looked up for a change is asked for once")
        func changing() async throws {
            try await Self.with { mount, store in
                // A directory that was just made here is known.
                store.plant("old/", [])
                try mount.disk.writeAll("new", [1, 2, 3]).get()
                #expect(store.log.counts == [.list: 1, .put: 1], "\(store.log)")
                // An open file is what it is; the bucket is not asked for it.
                try mount.waitUntilSettled()
                store.log.reset()
                try mount.disk.rename("new", "newer").get()
                #expect(store.log.counts == [.list: 2, .copy: 1, .delete: 1], "\(store.log)")
                store.log.reset()
                try mount.disk.unlink("newer").get()
                #expect(store.log.counts == [.list: 1, .delete: 1], "\(store.log)")
                store.log.reset()
                try mount.disk.mkdir("made").get()
                #expect(store.log.counts == [.list: 1, .put: 1], "\(store.log)")
                store.log.reset()
                try mount.disk.rmdir("old").get()
                #expect(store.log.counts == [.list: 2, .delete: 1], "\(store.log)")
                store.log.reset()
                try mount.disk.unlink("dir/a").get()
                #expect(store.log.counts == [.list: 2, .delete: 1], "\(store.log)")
            }
        }

        @Test("A name in a large directory costs one HEAD and one LIST")
        func large() async throws {
            try await Self.with((0..<2500).map { ObjectKey("file\($0 + 10_000)") }) { mount, store in
                // That it is large has to be found out first; a page more may still be on its way then.
                _ = try mount.disk.stat("file11000").get()
                store.log.reset()
                _ = try mount.disk.stat("file11001").get()
                #expect(mount.disk.stat("none") == .failure(CallError(ENOENT)))
                let asked = store.log.records.filter { $0.key != "" }.map { "\($0.kind) \($0.key)" }.sorted()
                #expect(asked == ["head file11001", "head none", "list file11001/", "list none/"])
            }
        }

        @Test("What another client makes, replaces and removes shows at the next call")
        func fresh() async throws {
            try await Self.with { mount, store in
                for round in 1...20 {
                    store.plant("dir/b", [UInt8](repeating: 7, count: round))
                    #expect(mount.disk.stat("dir/b").map(\.size) == .success(Int64(round)))
                    #expect(mount.disk.stat("dir/other") == .failure(CallError(ENOENT)))
                    store.plant("dir/other", [1])
                    #expect(mount.disk.readAll("dir/other") == .success([1]))
                    store.plant("dir/other", [1, 2])
                    #expect(mount.disk.readAll("dir/other") == .success([1, 2]))
                    store.uproot("dir/other")
                    #expect(mount.disk.stat("dir/other") == .failure(CallError(ENOENT)))
                }
            }
        }
    }
}
