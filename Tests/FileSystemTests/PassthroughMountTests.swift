import CLinux
import FileSystemTesting
import Glibc
import LocalStore
import ObjectStore
import ObjectStoreTesting
import Synchronization
import Testing

@testable import FileSystem

extension MountedTests {
    /// Cached files that the kernel reads by itself, through a real mount.
    ///
    /// Where the kernel does not do that (before 6.9, not root, a temporary directory on an overlay), the contents must be
    /// the same, and only the counts are not looked at.
    @Suite(.serialized) struct PassthroughMountTests {
        private static let content = SplitMix64.bytes((5 << 20) + 777, seed: 31)

        /// A mount of a bucket with `file`, which is in the disk cache whole.
        ///
        /// - Parameter readsPast: whether what asks us does so past the page cache, as with large files.
        private static func cached(
            _ content: [UInt8] = content, readsPast: Bool,
            _ body: @escaping @Sendable (_ mount: BucketMount, _ store: MemoryStore, _ isPassing: Bool) throws -> Void
        ) async throws {
            let store = MemoryStore()
            store.plant("file", content)
            try await BucketMount.with(
                store,
                configure: {
                    $0.passthroughSize = 1
                    if readsPast { $0.directReadSize = 1 }
                }
            ) { mount in
                #expect(try mount.disk.readAll("file").get() == content)
                let blocks = Int64((content.count + BlockCache.blockSize - 1) / BlockCache.blockSize)
                try PlainThread.waitUntil("all blocks are stored") { mount.local?.blocks.statistics.stored == blocks }
                try quiet(mount)
                store.log.reset()
                let probe = try mount.disk.open("file", O_RDONLY).get()
                let isPassing = mount.fileSystem?.passthroughHandles == 1
                if mount.fileSystem?.passthroughRefusal.load(ordering: .relaxed) == 0, geteuid() == 0,
                    kernelCanPass
                {
                    #expect(isPassing)
                }
                try probe.close().get()
                try quiet(mount)
                try body(mount, store, isPassing)
            }
        }

        /// Whether the kernel is 6.9 or later.
        private static var kernelCanPass: Bool {
            var name = utsname()
            uname(&name)
            let release = withUnsafeBytes(of: &name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            let numbers = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
            return numbers.count == 2 && (numbers[0], numbers[1]) >= (6, 9)
        }

        /// Waits until the kernel has told of every close.
        private static func quiet(_ mount: BucketMount) throws {
            try PlainThread.waitUntil("handles are released") {
                mount.fileSystem?.namespace.locked { state in state.inodes.values.allSatisfy { !$0.isOpen } } ?? true
            }
        }

        @Test(
            "A cached file is read by the kernel: the bytes are the same, and neither we nor the bucket are asked",
            arguments: [false, true])
        func reading(_ readsPast: Bool) async throws {
            try await Self.cached(readsPast: readsPast) { mount, store, isPassing in
                let before = mount.local?.blocks.statistics
                let memory = mount.fileSystem?.reader.usedMemory
                let file = try mount.disk.open("file", O_RDONLY).get()
                #expect(try file.readToEnd().get() == Self.content)
                #expect(try file.read(1000, at: 4 << 20).get() == Array(Self.content[(4 << 20)..<(4 << 20) + 1000]))
                #expect(try file.map(0, Self.content.count, writable: false) { $0.elementsEqual(Self.content) }.get())
                if isPassing {
                    #expect(mount.fileSystem?.passthroughHandles == 1)
                    #expect(mount.local?.blocks.statistics.hits == before?.hits)
                    #expect(mount.fileSystem?.reader.usedMemory == memory)
                }
                try file.close().get()
                #expect(store.log.count(of: .get) == 0, "\(store.log)")
                #expect(store.log.count(of: .head) <= 2, "\(store.log)")
            }
        }

        @Test("What is changed by one of the kernel's numbers of a file shows by the other", arguments: [false, true])
        func attributes(_ readsPast: Bool) async throws {
            try await Self.cached(readsPast: readsPast) { mount, _, _ in
                let reader = try mount.disk.open("file", O_RDONLY).get()
                let writer = try mount.disk.open("file", O_RDWR).get()
                for file in [reader, writer] { _ = try file.stat().get() }
                try mount.disk.chmod("file", 0o600).get()
                try PlainThread.waitUntil("both show it") {
                    [reader, writer].allSatisfy { $0.stat().map(\.permissions) == .success(0o600) }
                }
                try mount.disk.unlink("file").get()
                try PlainThread.waitUntil("both have no name") {
                    [reader, writer].allSatisfy { $0.stat().map(\.links) == .success(0) }
                }
                for file in [reader, writer] { try file.close().get() }
            }
        }

        @Test("A file that was opened here to change some of it has one inode in the kernel from then on: locks hold")
        func changedInPlace() async throws {
            try await Self.cached(readsPast: false) { mount, store, _ in
                try mount.disk.open("file", O_RDWR).get().close().get()
                try Self.quiet(mount)
                let reader = try mount.disk.open("file", O_RDONLY).get()
                #expect(mount.fileSystem?.passthroughHandles == 0)
                #expect(try reader.readToEnd().get() == Self.content)
                let other = try mount.disk.open("file", O_RDWR).get()
                try reader.lock().get()
                #expect(throws: CallError(EAGAIN)) { try other.lock().get() }
                for file in [reader, other] { try file.close().get() }
            }
        }

        @Test(
            "A file that the kernel reads can be written beside it, and who opens it after reads what was written",
            arguments: [false, true])
        func writing(_ readsPast: Bool) async throws {
            try await Self.cached(readsPast: readsPast) { mount, store, isPassing in
                let reader = try mount.disk.open("file", O_RDONLY).get()
                let inode = try reader.stat().get().inode
                let writer = try mount.disk.open("file", O_RDWR).get()
                #expect(try writer.stat().get().inode == inode)
                #expect(try writer.write(Array("changed".utf8), at: 100).get() == 7)
                var expected = Self.content
                expected.replaceSubrange(100..<107, with: "changed".utf8)
                #expect(try writer.read(300, at: 0).get() == Array(expected[..<300]))
                #expect(
                    try writer.map(0, 8192, writable: true) { bytes in
                        bytes[5000] = 0xee
                        return bytes[100] == UInt8(ascii: "c")
                    }.get())
                expected[5000] = 0xee
                #expect(try mount.disk.readAll("file").get() == expected)
                // What was open before sees it too, as on a disk.
                #expect(try reader.read(7, at: 100).get() == Array("changed".utf8))
                try writer.close().get()
                #expect(store.bytes(of: "file") == expected)
                #expect(try mount.disk.readAll("file").get() == expected)
                try reader.close().get()
                #expect(try mount.disk.readAll("file").get() == expected)
            }
        }

        @Test(
            "O_TRUNC, truncate, append, O_DIRECT and exec work beside a handle of the kernel",
            arguments: [false, true])
        func otherOpens(_ readsPast: Bool) async throws {
            try await Self.cached(readsPast: readsPast) { mount, store, _ in
                let reader = try mount.disk.open("file", O_RDONLY).get()
                let direct = try mount.disk.open("file", O_RDONLY | Int32(CLINUX_O_DIRECT)).get()
                #expect(try direct.read(4096, at: 4096).get() == Array(Self.content[4096..<8192]))
                try direct.close().get()
                let appended = try mount.disk.open("file", O_WRONLY | O_APPEND).get()
                #expect(try appended.write([1, 2, 3]).get() == 3)
                try appended.close().get()
                #expect(store.bytes(of: "file") == Self.content + [1, 2, 3])
                #expect(try reader.read(10, at: Int64(Self.content.count)).get() == [1, 2, 3])
                #expect(try reader.stat().get().size == Int64(Self.content.count) + 3)
                try mount.disk.truncate("file", 10).get()
                #expect(try reader.read(100, at: 0).get() == Array(Self.content[..<10]))
                #expect(try mount.disk.readAll("file").get() == Array(Self.content[..<10]))
                try mount.disk.writeAll("file", Array("new".utf8)).get()
                #expect(store.bytes(of: "file") == Array("new".utf8))
                #expect(try mount.disk.readAll("file").get() == Array("new".utf8))
                try reader.close().get()
            }
            let script = Array(("#!/bin/sh\nexit 7\n#" + String(repeating: "x", count: 100)).utf8)
            try await Self.cached(script, readsPast: readsPast) { mount, _, _ in
                let reader = try mount.disk.open("file", O_RDONLY).get()
                try mount.disk.chmod("file", 0o755).get()
                #expect(Tool.run([mount.disk.root + "/file"]).status == 7)
                try reader.close().get()
            }
        }

        @Test(
            "An object replaced by another client: who has it open keeps its version, who opens it reads the new one",
            arguments: [false, true])
        func replaced(_ readsPast: Bool) async throws {
            try await Self.cached(readsPast: readsPast) { mount, store, isPassing in
                let reader = try mount.disk.open("file", O_RDONLY).get()
                #expect(try reader.read(10, at: 0).get() == Array(Self.content[..<10]))
                let other = SplitMix64.bytes(Self.content.count, seed: 77)
                store.plant("file", other)
                let second = try mount.disk.open("file", O_RDONLY).get()
                #expect(try second.readToEnd().get() == other)
                if isPassing { #expect(try reader.readToEnd().get() == Self.content) }
                #expect(try second.map(0, other.count, writable: false) { $0.elementsEqual(other) }.get())
                try reader.close().get()
                try second.close().get()
                #expect(try mount.disk.readAll("file").get() == other)
            }
        }

        @Test(
            "A file unlinked, renamed or replaced by a rename while the kernel reads it stays readable",
            arguments: [false, true])
        func unlinked(_ readsPast: Bool) async throws {
            try await Self.cached(readsPast: readsPast) { mount, store, isPassing in
                let reader = try mount.disk.open("file", O_RDONLY).get()
                try mount.disk.rename("file", "moved").get()
                #expect(try mount.disk.readAll("moved").get() == Self.content)
                #expect(try reader.read(100, at: 5000).get() == Array(Self.content[5000..<5100]))
                try mount.disk.writeAll("other", [9]).get()
                try mount.disk.rename("other", "moved").get()
                #expect(try mount.disk.readAll("moved").get() == [9])
                if isPassing { #expect(try reader.readToEnd().get() == Self.content) }
                try mount.disk.unlink("moved").get()
                try reader.close().get()
                try Self.quiet(mount)
                #expect(store.keys.isEmpty)
            }
        }

        @Test(
            "While a handle asks us, others do too; a file that others have changed on the disk is not passed",
            arguments: [false, true])
        func refusals(_ readsPast: Bool) async throws {
            try await Self.cached(readsPast: readsPast) { mount, store, _ in
                let writer = try mount.disk.open("file", O_WRONLY).get()
                let reader = try mount.disk.open("file", O_RDONLY).get()
                #expect(mount.fileSystem?.passthroughHandles == 0)
                #expect(try reader.readToEnd().get() == Self.content)
                try reader.close().get()
                try writer.close().get()
                try Self.quiet(mount)
                // Bytes flipped on the disk: found by the file's change, refetched, and never returned.
                let flipped = try #require(Self.flip(mount.cacheDirectory))
                #expect(try mount.disk.readAll("file").get() == Self.content, "\(flipped)")
                try Self.quiet(mount)
                #expect(try mount.disk.readAll("file").get() == Self.content)
                try mount.remount()
                _ = try #require(Self.flip(mount.cacheDirectory, at: 500_000))
                store.log.reset()
                #expect(try mount.disk.readAll("file").get() == Self.content)
                #expect((mount.local?.blocks.statistics.damaged ?? 0) >= 1)
                #expect((1...2).contains(store.log.count(of: .get)), "\(store.log)")
            }
        }

        /// Changes one byte of the one file of blocks.
        private static func flip(_ directory: String, at offset: Int = 3_000_000) -> String? {
            let found = Tool.run(["find", directory, "-path", "*/blocks/*", "-type", "f"])
            guard let path = found.output.split(separator: "\n").first.map(String.init) else { return nil }
            let descriptor = open(path, O_RDWR)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var byte: UInt8 = 0
            guard pread(descriptor, &byte, 1, offset) == 1 else { return nil }
            byte ^= 0xff
            return pwrite(descriptor, &byte, 1, offset) == 1 ? path : nil
        }

        @Test(
            "After a restart a file is read by us, checked, and passed to the kernel then",
            arguments: [false, true])
        func restart(_ readsPast: Bool) async throws {
            try await Self.cached(readsPast: readsPast) { mount, store, isPassing in
                try mount.remount()
                store.log.reset()
                #expect(try mount.disk.readAll("file").get() == Self.content)
                #expect(store.log.count(of: .get) == 0, "\(store.log)")
                guard isPassing else { return }
                try PlainThread.waitUntil("the file is checked and passed") {
                    guard let file = try? mount.disk.open("file", O_RDONLY).get() else { return false }
                    defer { _ = file.close() }
                    return mount.fileSystem?.passthroughHandles == 1
                }
            }
        }
    }
}
