import FUSE
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

extension MountedTests {
    /// The number of names is bounded, also of those that the kernel holds.
    @Suite(.serialized) struct HeldNamesTests {
        /// More than a walk lists ahead of its reader: what the kernel is being told of is never the oldest.
        private static let limit = 6_000
        private static let directories = 40
        private static let files = 500
        /// Smaller than what is listed ahead: names are forgotten before they are read.
        private static let narrowLimit = 500

        private static func store() -> MemoryStore {
            .holding(
                (0..<directories).flatMap { directory in
                    (0..<files).map { ObjectKey("d\(directory + 100)/f\($0 + 100)") }
                })
        }

        private static func count(_ mount: BucketMount) -> Int {
            mount.fileSystem?.namespace.locked { $0.inodes.count } ?? 0
        }

        private static func find(_ mount: BucketMount) -> Int {
            let found = Tool.run(["find", mount.disk.root, "-type", "f"])
            #expect(found.status == 0, "\(found.output.suffix(2000))")
            return found.output.split(separator: "\n").count
        }

        @Test(
            "A walk of many names leaves no more than the limit, however often it is made",
            arguments: [Duration.milliseconds(20), .seconds(60)], [true, false])
        func walks(_ timeToLive: Duration, prunes: Bool) async throws {
            try await BucketMount.with(Self.store(), prunes: prunes) {
                $0.inodesKept = Self.limit
                $0.metadataTTL = timeToLive
            } _: { mount in
                for _ in 0..<2 {
                    #expect(Self.find(mount) == Self.directories * Self.files)
                    try PlainThread.waitUntil("the kernel lets go") { Self.count(mount) <= Self.limit }
                }
                // What was forgotten is found again, and what never was is not.
                for directory in 0..<Self.directories {
                    let path = DiskPath("d\(directory + 100)/f150")
                    let status = try mount.disk.stat(path).get()
                    #expect(status.size == 9)
                    #expect(mount.disk.stat(DiskPath("d\(directory + 100)/g")) == .failure(CallError(ENOENT)))
                }
            }
        }

        @Test("A walk of many directories leaves no more than the limit, either")
        func directories() async throws {
            let store = MemoryStore.holding((0..<10_000).map { ObjectKey("d\($0 / 100 + 100)/e\($0)/f") })
            try await BucketMount.with(store) {
                $0.inodesKept = Self.limit
            } _: { mount in
                for _ in 0..<2 {
                    #expect(Self.find(mount) == 10_000)
                    try PlainThread.waitUntil("the kernel lets go") { Self.count(mount) <= Self.limit }
                }
            }
        }

        /// Descriptors that the file system hears nothing of: they only keep the kernel's names.
        ///
        /// By O_PATH, which Swift's Glibc does not show.
        private static func holding(_ count: Int, _ mount: BucketMount) throws -> [OpenDescriptor] {
            try (0..<count).map { try mount.disk.open(DiskPath("d100/f\($0 + 100)"), 0o10_000_000).get() }
        }

        @Test("Names in use when the kernel was asked go when they no longer are, though nothing else is done")
        func inUseMeanwhile() async throws {
            let (limit, used) = (100, 300)
            try await BucketMount.with(Self.store()) {
                $0.inodesKept = limit
            } _: { mount in
                let descriptors = try Self.holding(used, mount)
                #expect(Self.find(mount) == Self.directories * Self.files)
                let namespace = try #require(mount.fileSystem?.namespace)
                try PlainThread.waitUntil("the others are let go") {
                    namespace.locked { !$0.forgetting.isUnderWay && $0.inodes.count < used + 2 * limit }
                }
                #expect(Self.count(mount) > used)
                for descriptor in descriptors { try descriptor.close().get() }
                try PlainThread.waitUntil("the kernel lets go") { Self.count(mount) <= limit }
            }
        }

        @Test("What stays in use is asked about ever more rarely")
        func stayingInUse() async throws {
            let (limit, used) = (100, 300)
            try await BucketMount.with(Self.store()) {
                $0.inodesKept = limit
            } _: { mount in
                let descriptors = try Self.holding(used, mount)
                defer { for descriptor in descriptors { _ = descriptor.close() } }
                #expect(Self.find(mount) == Self.directories * Self.files)
                let namespace = try #require(mount.fileSystem?.namespace)
                try PlainThread.waitUntil("they were asked about twice more") {
                    namespace.locked { $0.forgetting.pause >= .seconds(8) }
                }
                #expect(Self.count(mount) > used)
            }
        }

        @Test("ls -l over many names leaves no more than the limit")
        func looking() async throws {
            try await BucketMount.with(Self.store()) {
                $0.inodesKept = Self.limit
            } _: { mount in
                let lines = Tool.run(["ls", "-lR", mount.disk.root]).output.split(separator: "\n")
                #expect(lines.count { $0.hasPrefix("-rw") } == Self.directories * Self.files)
                try PlainThread.waitUntil("the kernel lets go") { Self.count(mount) <= Self.limit }
            }
        }

        @Test("A directory that is read slowly shows every name, also those that are forgotten meanwhile")
        func slowReader() async throws {
            let store = Self.store()
            for index in 0..<3000 { store.plant(ObjectKey("slow/file\(index + 10_000)"), [1]) }
            try await BucketMount.with(store) {
                $0.inodesKept = Self.narrowLimit
            } _: { mount in
                let directory = try #require(opendir(mount.disk.root + "/slow"))
                defer { closedir(directory) }
                var names: Set<String> = []
                func next() -> String? {
                    guard let entry = readdir(directory) else { return nil }
                    return withUnsafeBytes(of: entry.pointee.d_name) { raw in
                        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
                    }
                }
                for _ in 0..<5 { if let name = next() { names.insert(name) } }
                #expect(Self.find(mount) == Self.directories * Self.files + 3000)
                while let name = next() { names.insert(name) }
                #expect(names.count == 3002)
                for index in stride(from: 0, to: 3000, by: 100) {
                    let status = try mount.disk.stat(DiskPath("slow/file\(index + 10_000)")).get()
                    #expect(status.size == 1)
                }
            }
        }

        @Test("Every name that only this mount has stays, however many are forgotten")
        func unpublished() async throws {
            try await BucketMount.with(Self.store()) {
                $0.inodesKept = Self.narrowLimit
                $0.metadataTTL = .milliseconds(1)
            } _: { mount in
                let files = try (0..<20).map { index in
                    let file = try mount.disk.open(DiskPath("d\(100 + index)/new"), O_RDWR | O_CREAT).get()
                    _ = try file.write([UInt8(index)], at: 0).get()
                    return file
                }
                for _ in 0..<2 { #expect(Self.find(mount) == Self.directories * Self.files + 20) }
                for (index, file) in files.enumerated() {
                    let bytes = try file.read(10, at: 0).get()
                    #expect(bytes == [UInt8(index)])
                    try file.close().get()
                }
                #expect(Self.find(mount) == Self.directories * Self.files + 20)
            }
        }
    }
}
