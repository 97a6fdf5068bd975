import FUSE
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

extension MountedTests {
    /// What stat(2) says of a directory, and what a directory gives to what is made in it.
    @Suite(.serialized) struct DirectoryAttributesTests {
        private static func time(_ mount: BucketMount, _ path: DiskPath = "d") throws -> [Int64] {
            let status = try mount.disk.stat(path).get()
            return [status.seconds, status.nanoseconds]
        }

        @Test("A directory's time moves with each change of its entries, and with nothing else")
        func times() async throws {
            try await BucketMount.with(MemoryStore()) { mount in
                let disk = mount.disk
                try disk.mkdir("d").get()
                try disk.mkdir("other").get()
                try disk.writeAll("other/new", [1]).get()
                let changes: [(String, () throws -> Void)] = [
                    ("creating a file", { try disk.writeAll("d/f", [1]).get() }),
                    ("mkdir", { try disk.mkdir("d/sub").get() }),
                    ("symlink", { try disk.symlink([120], "d/link").get() }),
                    ("renaming within it", { try disk.rename("d/f", "d/g").get() }),
                    ("renaming into it", { try disk.rename("other/new", "d/new").get() }),
                    ("renaming out of it", { try disk.rename("d/new", "other/new").get() }),
                    ("renaming a directory out of it", { try disk.rename("d/sub", "other/sub").get() }),
                    ("unlink", { try disk.unlink("d/link").get() }),
                ]
                for (name, change) in changes {
                    let before = try Self.time(mount)
                    try change()
                    let after = try Self.time(mount)
                    #expect(before.lexicographicallyPrecedes(after), "\(name): \(before), \(after)")
                }
                let before = try Self.time(mount)
                try disk.writeAll("d/g", [1, 2]).get()
                _ = try disk.list("d").get()
                #expect(try Self.time(mount) == before)
            }
        }

        @Test("The root of a bucket takes attributes without a request, and shows them")
        func root() async throws {
            let store = MemoryStore()
            try await BucketMount.with(store) { mount in
                store.log.reset()
                try mount.disk.utimes("", seconds: 1_000_000_000, nanoseconds: 0).get()
                try mount.disk.chmod("", 0o751).get()
                try mount.disk.chown("", 3, 4).get()
                let status = try mount.disk.stat("").get()
                #expect(status.seconds == 1_000_000_000 && status.permissions == 0o751)
                #expect(status.user == 3 && status.group == 4)
                #expect(store.log.counts.isEmpty, "\(store.log)")
            }
        }

        @Test("A directory's time that was set after its entries were made is what shows, also stored")
        func timesSet() async throws {
            let store = MemoryStore()
            try await BucketMount.with(store, configure: { $0.posix = true }) { mount in
                try mount.disk.mkdir("d").get()
                try mount.disk.writeAll("d/f", [1]).get()
                try mount.disk.utimes("d", seconds: 5, nanoseconds: 7).get()
                #expect(try Self.time(mount) == [5, 7])
                try mount.remount()
                #expect(try Self.time(mount) == [5, 7])
                try mount.disk.unlink("d/f").get()
                #expect(try Self.time(mount)[0] > 5)
            }
        }

        @Test("The kernel asks for the root's attributes once in a time-to-live, not at each walk of a path")
        func rootIsBelieved() async throws {
            for isBelieved in [true, false] {
                try await BucketMount.with(
                    MemoryStore(), configure: { if !isBelieved { $0.metadataTTL = .zero } }
                ) { mount in
                    let before = try Self.time(mount, "")
                    // Behind the kernel's back: whether it sees this tells whether it asked.
                    let namespace = try #require(mount.fileSystem).namespace
                    namespace.locked { _ in namespace.root.lastModified = FileTime(seconds: 5, nanoseconds: 7) }
                    #expect(try Self.time(mount, "") == (isBelieved ? before : [5, 7]))
                }
            }
        }

        @Test("A directory has a link for each directory in it where that is known; what was removed has none")
        func links() async throws {
            try await BucketMount.with(MemoryStore.holding(["known/a/x", "known/b/x", "known/f"])) { mount in
                let disk = mount.disk
                func links() throws -> [UInt64] { try ["known", "new"].map { try disk.stat($0).get().links } }
                #expect(try disk.stat("known").get().links == 1)
                _ = try disk.list("known").get()
                try disk.mkdir("new").get()
                #expect(try links() == [4, 2])
                try disk.rename("known/a", "new/a").get()
                #expect(try links() == [3, 3])
                try disk.rename("known/f", "new/f").get()
                #expect(try links() == [3, 3])
                let file = try disk.open("new/f", 0).get()
                #expect(try file.stat().get().links == 1)
                try disk.unlink("new/f").get()
                #expect(try file.stat().get().links == 0)
                try file.close().get()
            }
        }

        @Test(
            "A set-group-ID directory gives its group to what is made in it, and the bit to directories",
            .enabled(if: geteuid() == 0, "only root gives files away"))
        func group() async throws {
            try await BucketMount.with(MemoryStore()) { mount in
                let disk = mount.disk
                try disk.mkdir("d").get()
                try disk.chown("d", 0, 1234).get()
                try disk.chmod("d", 0o2775).get()
                try disk.writeAll("d/f", [1]).get()
                try disk.mkdir("d/sub").get()
                try disk.writeAll("d/sub/f", [1]).get()
                try disk.symlink([120], "d/link").get()
                for path: DiskPath in ["d/f", "d/sub", "d/sub/f", "d/link"] {
                    #expect(try disk.lstat(path).get().group == 1234, "\(path)")
                }
                #expect(try disk.stat("d/sub").get().permissions == 0o2755)
                #expect(try disk.stat("d/f").get().permissions == 0o644)
            }
        }
    }
}
