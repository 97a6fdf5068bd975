import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

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
