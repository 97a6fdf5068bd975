import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// What everyday commands cost, in requests: the tenet "frugal", counted through a real mount.
    @Suite(.serialized) struct RequestsTests {
        /// A directory `dir` with three files, listed before anything is counted.
        private static func listed(
            _ body: @escaping @Sendable (BucketMount, MemoryStore) throws -> Void
        ) async throws {
            let store = MemoryStore()
            store.plant("dir/a", [UInt8](repeating: 1, count: 10))
            store.plant("dir/big", SplitMix64.bytes(1 << 20, seed: 5))
            store.plant("dir/z", [])
            try await BucketMount.with(store) { mount in
                let listing = Tool.run(["ls", "-l", mount.disk.root + "/dir"])
                #expect(listing.status == 0, "\(listing.output)")
                store.log.reset()
                try body(mount, store)
            }
        }

        @Test("ls -l of 3,500 files costs 4 LISTs and nothing else")
        func listing() async throws {
            let store = MemoryStore.holding((0..<3500).map { ObjectKey("dir/file\($0 + 10000)") })
            try await BucketMount.with(store) { mount in
                _ = try mount.disk.stat("dir").get()
                store.log.reset()
                let listing = Tool.run(["ls", "-l", mount.disk.root + "/dir"])
                #expect(listing.status == 0)
                #expect(listing.output.split(separator: "\n").count == 3501)
                #expect(store.log.counts == [.list: 4], "\(store.log)")
            }
        }

        @Test("cat of a listed file of 1 MiB costs 1 GET")
        func reading() async throws {
            try await Self.listed { mount, store in
                let sum = Tool.run(["sh", "-c", "cat '\(mount.disk.root)/dir/big' | wc -c"])
                #expect(sum.output.split(separator: "\n").first == "1048576", "\(sum.output)")
                #expect(store.log.counts == [.get: 1], "\(store.log)")
            }
        }

        @Test("Creating a file of 4 KiB in a listed directory costs 1 PUT")
        func creating() async throws {
            try await Self.listed { mount, store in
                let bytes = SplitMix64.bytes(4096, seed: 6)
                try mount.disk.writeAll("dir/new", bytes).get()
                #expect(store.log.counts == [.put: 1], "\(store.log)")
                #expect(store.bytes(of: "dir/new") == bytes)
                store.log.reset()
                let copied = Tool.run(["cp", "/etc/hostname", mount.disk.root + "/dir/copy"])
                #expect(copied.status == 0, "\(copied.output)")
                #expect(store.log.counts == [.put: 1], "\(store.log)")
            }
        }

        @Test("A script that writes to a file costs 1 PUT at its end, and none for each program that it starts")
        func script() async throws {
            try await Self.listed { mount, store in
                let script = "{ for i in 1 2 3 4 5; do env echo $i; done; } > '\(mount.disk.root)/dir/log'"
                let run = Tool.run(["sh", "-c", script])
                #expect(run.status == 0, "\(run.output)")
                // The shell opens the file, gives it another descriptor and closes the first: the other PUT, of nothing yet.
                #expect(store.log.counts == [.put: 2], "\(store.log)")
                #expect(store.bytes(of: "dir/log") == Array("1\n2\n3\n4\n5\n".utf8))
            }
        }

        @Test("What a child writes after its parent has closed the file is stored when the child ends")
        func survivor() async throws {
            try await Self.listed { mount, store in
                let script = """
                    set -e
                    d=$(mktemp -d)
                    mkfifo "$d/go"
                    exec 3> '\(mount.disk.root)/dir/log'
                    { read line < "$d/go"; echo late >&3; } &
                    exec 3>&-
                    echo > "$d/go"
                    wait $!
                    rm -r "$d"
                    """
                let run = Tool.run(["sh", "-c", script])
                #expect(run.status == 0, "\(run.output)")
                #expect(store.bytes(of: "dir/log") == Array("late\n".utf8))
                #expect(store.log.counts == [.put: 2], "\(store.log)")
            }
        }

        @Test("A stat of a missing name in a listed directory costs nothing")
        func missing() async throws {
            try await Self.listed { mount, store in
                guard case .failure(let error) = mount.disk.stat("dir/none") else {
                    Issue.record("there is a file")
                    return
                }
                #expect(error.errno == 2)
                #expect(Tool.run(["ls", mount.disk.root + "/dir/none2"]).status == 2)
                #expect(store.log.counts == [:], "\(store.log)")
            }
        }

        /// A call in a directory that is listed, and its requests.
        struct Cost: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let counts: [RequestKind: Int]
            let call: @Sendable (Disk) throws -> Void

            init(_ name: String, _ counts: [RequestKind: Int], _ call: @escaping @Sendable (Disk) throws -> Void) {
                testDescription = name
                self.counts = counts
                self.call = call
            }
        }

        @Test(
            "A call costs what the table of the requests says",
            arguments: [
                Cost("open to write", [.head: 1]) { try $0.open("dir/big", O_WRONLY).get().close().get() },
                Cost("O_TRUNC", [.head: 1, .put: 1]) { try $0.open("dir/big", O_WRONLY | O_TRUNC).get().close().get() },
                Cost("truncate", [.head: 1, .put: 1]) { try $0.truncate("dir/big", 0).get() },
                Cost("chmod", [.head: 1, .copy: 1]) { try $0.chmod("dir/big", 0o600).get() },
                Cost("mkdir", [.put: 1]) { try $0.mkdir("dir/sub").get() },
                Cost("symlink", [.put: 1]) { try $0.symlink([1], "dir/link").get() },
                Cost("rename", [.copy: 1, .delete: 1]) { try $0.rename("dir/big", "dir/new").get() },
                Cost("rename that is to replace nothing", [.head: 1, .copy: 1, .delete: 1]) {
                    try $0.rename("dir/big", "dir/new", flags: 1).get()
                },
                Cost("mkdir and rmdir", [.put: 1, .delete: 1]) { disk in
                    try disk.mkdir("dir/sub").get()
                    try disk.rmdir("dir/sub").get()
                },
            ])
        func calls(cost: Cost) async throws {
            try await Self.listed { mount, store in
                try cost.call(mount.disk)
                #expect(store.log.counts == cost.counts, "\(store.log)")
            }
        }

        @Test(
            "A rename of a directory costs a LIST and a DeleteObjects beside its copies, and one LIST more without tags",
            arguments: [true, false], [true, false])
        func renamingDirectory(honoursTags: Bool, replaces: Bool) async throws {
            let store = MemoryStore.holding((0..<1500).map { ObjectKey("dir/sub/file\($0 + 10000)") } + ["dir/x"])
            store.plant("dir/sub/", [])
            if replaces { store.plant("dir/new/", []) }
            store.setCapabilities { $0.batchDeleteIfMatches = honoursTags }
            try await BucketMount.with(store) { mount in
                let names = try mount.disk.list("dir").get()
                #expect(names.count == (replaces ? 3 : 2))
                if replaces { #expect(mount.disk.list("dir/new").map(\.count) == .success(0)) }
                store.log.reset()
                try mount.disk.rename("dir/sub", "dir/new").get()
                let counts: [RequestKind: Int] = [.list: honoursTags ? 2 : 4, .copy: 1501, .deleteBatch: 2]
                #expect(store.log.counts == counts, "\(store.log.counts)")
            }
        }

        @Test("rm of a listed file costs 1 DELETE")
        func removing() async throws {
            try await Self.listed { mount, store in
                let removed = Tool.run(["rm", mount.disk.root + "/dir/a"])
                #expect(removed.status == 0, "\(removed.output)")
                #expect(store.log.counts == [.delete: 1], "\(store.log)")
                #expect(store.keys == ["dir/big", "dir/z"])
            }
        }
    }
}
