import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import FileSystem

extension MountedTests {
    /// Large files that are read past the kernel's page cache while they are on their way into the disk cache.
    ///
    /// Where the kernel does not pass cached files on, they are read as any other, and only the counts are not looked at.
    @Suite(.serialized) struct ReadPastMountTests {
        private static let content = SplitMix64.bytes((3 << 20) + 4097, seed: 32)

        private static func mounted(
            cacheSize: Int64 = 256 << 20,
            _ body: @escaping @Sendable (_ mount: BucketMount, _ store: MemoryStore, _ isPast: Bool) throws -> Void
        ) async throws {
            let store = MemoryStore()
            store.plant("file", content)
            store.plant("small", [1, 2, 3])
            try await BucketMount.with(store, cacheSize: cacheSize, configure: { $0.directReadSize = 1 << 20 }) {
                mount in
                let file = try mount.disk.open("file", O_RDONLY).get()
                let isPast = isPast(mount)
                try file.close().get()
                try body(mount, store, isPast)
            }
        }

        /// Whether the one file that is open is read past the page cache.
        private static func isPast(_ mount: BucketMount) -> Bool {
            mount.fileSystem?.handlesReadPast == 1
        }

        @Test("Every read asks us, of any size and at any offset, and has the right bytes")
        func reading() async throws {
            try await Self.mounted { mount, _, _ in
                let file = try mount.disk.open("file", O_RDONLY).get()
                for (offset, size) in [
                    (0, 1), (4095, 2), (1_000_001, 333_333), (0, Self.content.count + 5),
                    (Self.content.count - 3, 4096), (Self.content.count, 10), (Self.content.count + 9999, 10),
                ] {
                    let upper = min(Self.content.count, offset + size)
                    let expected = offset < upper ? Array(Self.content[offset..<upper]) : []
                    #expect(try file.read(size, at: Int64(offset)).get() == expected, "\(size) at \(offset)")
                }
                #expect(try file.readToEnd().get() == Self.content)
                try file.close().get()
            }
        }

        @Test("It can be mapped, shared and private, also while it is read and when it was passed to the kernel before")
        func mapping() async throws {
            try await Self.mounted { mount, _, _ in
                for _ in 0..<3 {
                    let file = try mount.disk.open("file", O_RDONLY).get()
                    #expect(try file.read(100, at: 5000).get() == Array(Self.content[5000..<5100]))
                    #expect(
                        try file.map(0, Self.content.count, writable: false) { $0.elementsEqual(Self.content) }.get())
                    #expect(try file.readToEnd().get() == Self.content)
                    try file.close().get()
                }
            }
        }

        @Test("A writer beside it: what is written is read, by read and by a mapping")
        func writing() async throws {
            try await Self.mounted { mount, store, _ in
                let reader = try mount.disk.open("file", O_RDONLY).get()
                #expect(try reader.read(10, at: 0).get() == Array(Self.content[..<10]))
                let writer = try mount.disk.open("file", O_RDWR).get()
                #expect(try writer.write([1, 2, 3], at: 4000).get() == 3)
                #expect(try reader.read(5, at: 3999).get() == [Self.content[3999], 1, 2, 3, Self.content[4003]])
                #expect(
                    try writer.map(0, 8192, writable: true) { bytes in
                        bytes[6000] = 99
                        return bytes[4001] == 2
                    }.get())
                #expect(try reader.read(1, at: 6000).get() == [99])
                try mount.disk.truncate("file", 5000).get()
                #expect(try reader.readToEnd().get().count == 5000)
                try writer.close().get()
                try reader.close().get()
                var expected = Array(Self.content[..<5000])
                expected.replaceSubrange(4000..<4003, with: [1, 2, 3])
                #expect(store.bytes(of: "file") == expected)
            }
        }

        @Test("Small files, those too large for the disk cache, and those once read in small pieces have pages")
        func exceptions() async throws {
            try await Self.mounted { mount, _, isPast in
                guard isPast else { return }
                for isLarge in [false, true] {
                    let file = try mount.disk.open(isLarge ? "file" : "small", O_RDONLY).get()
                    #expect(Self.isPast(mount) == isLarge)
                    for number in 0..<64 { _ = try file.read(512, at: Int64(number) * 8192).get() }
                    try file.close().get()
                }
                let again = try mount.disk.open("file", O_RDONLY).get()
                #expect(!Self.isPast(mount) && mount.fileSystem?.passthroughHandles == 0)
                try again.close().get()
            }
            try await Self.mounted(cacheSize: 4 << 20) { _, _, isPast in #expect(!isPast) }
            try await Self.mounted(cacheSize: 0) { _, _, isPast in #expect(!isPast) }
        }
    }
}
