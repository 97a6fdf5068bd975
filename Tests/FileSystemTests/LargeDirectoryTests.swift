import FUSE
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

extension MountedTests {
    /// Directories with more entries than are kept.
    @Suite(.serialized) struct LargeDirectoryTests {
        private static let count = 15_000

        private static func mounted(
            _ body: @escaping @Sendable (BucketMount, MemoryStore) throws -> Void
        ) async throws {
            let store = MemoryStore.holding((0..<count).map { ObjectKey("dir/file\($0 + 100_000)") })
            try await BucketMount.with(store) {
                $0.entriesKept = 2_000
            } _: { mount in
                #expect(Tool.run(["ls", mount.disk.root]).status == 0)
                store.log.reset()
                try body(mount, store)
            }
        }

        private static func names(_ output: String) -> [Substring] {
            output.split(separator: "\n").filter { $0 != "." && $0 != ".." }
        }

        @Test("Every name comes once, for at most 1.3 times the pages, again and again")
        func complete() async throws {
            try await Self.mounted { mount, store in
                for _ in 0..<2 {
                    store.log.reset()
                    let names = Self.names(Tool.run(["ls", "-f", mount.disk.root + "/dir"]).output)
                    #expect(names.count == Self.count)
                    #expect(Set(names).count == Self.count)
                    #expect(store.log.count(of: .list) <= Self.count / 1000 * 13 / 10)
                }
                let long = Tool.run(["ls", "-l", mount.disk.root + "/dir"]).output.split(separator: "\n")
                #expect(long.count == Self.count + 1)
                #expect(long.dropFirst().allSatisfy { $0.contains(" 14 ") || $0.contains(" 14") })
                let found = Tool.run(["find", mount.disk.root + "/dir", "-type", "f"]).output
                #expect(found.split(separator: "\n").count == Self.count)
            }
        }

        @Test("ls -l costs the pages, and no request for any name")
        func longListing() async throws {
            try await Self.mounted { mount, store in
                let long = Tool.run(["ls", "-l", mount.disk.root + "/dir"]).output.split(separator: "\n")
                #expect(long.count == Self.count + 1)
                #expect(store.log.counts.keys.allSatisfy { $0 == .list }, "\(store.log.counts)")
                #expect(store.log.count(of: .list) <= Self.count / 1000 * 13 / 10)
            }
        }

        @Test("While the directory is read, names that are believed no longer cost one page for a thousand of them")
        func oldNames() async throws {
            let timeToLive = Duration.seconds(3)
            let store = MemoryStore.holding((0..<Self.count).map { ObjectKey("dir/file\($0 + 100_000)") })
            try await BucketMount.with(store) {
                $0.entriesKept = 2_000
                $0.metadataTTL = timeToLive
            } _: { mount in
                let directory = try #require(opendir(mount.disk.root + "/dir"))
                defer { closedir(directory) }
                while readdir(directory) != nil {}
                let read = ContinuousClock.now
                #expect(store.log.count(of: .list) <= Self.count / 1000 * 13 / 10 + 1)
                // The condition is the time itself: what was read must be believed no longer.
                while ContinuousClock.now < read + timeToLive { usleep(10_000) }
                store.log.reset()
                for index in 0..<Self.count {
                    let status = try mount.disk.stat(DiskPath("dir/file\(index + 100_000)")).get()
                    #expect(status.size == 14)
                }
                #expect(store.log.counts.keys.allSatisfy { $0 == .list }, "\(store.log.counts)")
                #expect(store.log.count(of: .list) <= 2 * Self.count / 1000, "\(store.log.counts)")
                // A name that is missing is one page, too.
                store.log.reset()
                #expect(mount.disk.stat("dir/file110000x") == .failure(CallError(ENOENT)))
                #expect(store.log.counts == [.list: 1], "\(store.log.counts)")
            }
        }

        @Test(
            "A page that begins before a name has it, whatever it ends with",
            arguments: ["a", "0", "é", "a0", "日", "a!", "~"])
        func before(_ name: String) throws {
            let before = DirectoryLoader.before(EntryName(name)) ?? []
            #expect(before.lexicographicallyPrecedes(Array(name.utf8)))
            #expect(!before.contains(UInt8(ascii: "/")))
            #expect(String(validating: before, as: UTF8.self) != nil)
        }

        @Test("A file that is open is listed once, wherever it stands")
        func openFiles() async throws {
            try await Self.mounted { mount, _ in
                let files = try ["dir/file100005", "dir/file110005"].map { try mount.disk.open($0, O_RDONLY).get() }
                let names = Self.names(Tool.run(["ls", "-f", mount.disk.root + "/dir"]).output)
                #expect(names.count == Self.count)
                #expect(Set(names).count == Self.count)
                for file in files { try file.close().get() }
            }
        }

        @Test("What is made and removed here shows as it is")
        func ownChanges() async throws {
            try await Self.mounted { mount, _ in
                try mount.disk.writeAll("dir/file999999", [1]).get()
                try mount.disk.writeAll("dir/a", [1]).get()
                try mount.disk.unlink("dir/file110000").get()
                let names = Self.names(Tool.run(["ls", "-f", mount.disk.root + "/dir"]).output)
                #expect(names.count == Self.count + 1)
                #expect(Set(names).count == names.count)
                #expect(names.contains("a") && names.contains("file999999") && !names.contains("file110000"))
            }
        }

        @Test("A reader that stops early ends the listing")
        func abandoned() async throws {
            let store = MemoryStore.holding((0..<60_000).map { ObjectKey("dir/file\($0 + 100_000)") })
            try await BucketMount.with(store) {
                $0.entriesKept = 2_000
            } _: { mount in
                let first = Tool.run(["sh", "-c", "ls -f '\(mount.disk.root)/dir' | head -5 | wc -l"])
                #expect(first.output.split(separator: "\n").first == "5")
                guard let directory = opendir(mount.disk.root + "/dir") else { return }
                for _ in 0..<10 { _ = readdir(directory) }
                closedir(directory)
                // A name of it is asked for alone.
                let size = try mount.disk.stat("dir/file120000").get().size
                #expect(size == 14)
                // The whole of it is more than 60.
                #expect(store.log.count(of: .list) <= 50, "\(store.log.count(of: .list))")
                let names = Self.names(Tool.run(["ls", "-f", mount.disk.root + "/dir"]).output)
                #expect(names.count == 60_000)
            }
        }

        @Test("seekdir goes back to what is no longer in memory")
        func seeking() async throws {
            let store = MemoryStore.holding((0..<60_000).map { ObjectKey("dir/file\($0 + 100_000)") })
            try await BucketMount.with(store) {
                $0.entriesKept = 2_000
            } _: { mount in
                guard let directory = opendir(mount.disk.root + "/dir") else { return }
                defer { closedir(directory) }
                func next() -> String? {
                    guard let entry = readdir(directory) else { return nil }
                    return withUnsafeBytes(of: entry.pointee.d_name) { raw in
                        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
                    }
                }
                var places: [(place: Int, name: String)] = []
                var count = 0
                while true {
                    let place = telldir(directory)
                    guard let name = next() else { break }
                    if count % 5_000 == 17 { places.append((place, name)) }
                    count += 1
                }
                #expect(count == 60_002)
                for (place, name) in places.reversed() {
                    seekdir(directory, place)
                    #expect(next() == name)
                }
            }
        }
    }
}
