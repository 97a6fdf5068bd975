import FUSE
import FileSystemTesting
import Glibc
import Synchronization
import SystemPackage
import Testing

/// What the kernel does with handles that it reads by itself.
///
/// Where it cannot (an older kernel, another user than root), each test ends early.
@Suite("Files that the kernel reads by itself", requiresFUSE)
struct PassthroughTests {
    /// Opens a file on the local disk that holds other bytes than the file system has, so that one sees whose came.
    private static func openBacking(_ toy: ToyFileSystem, _ content: [UInt8]) throws -> BackingID? {
        let path = try makeDirectory() + "/backing"
        let descriptor = CInt(try check(open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)))
        defer { close(descriptor) }
        unlink(path)
        #expect(try check(write(descriptor, content, content.count)) == content.count)
        let notifier = toy.state.withLock { $0.notifier }
        do throws(Errno) { return try notifier?.openBacking(descriptor) } catch {
            // Without CAP_SYS_ADMIN, or on a stacked file system.
            return nil
        }
    }

    @Test("no read comes of a passthrough handle, whatever its number of opens, and its mapping works")
    func reads() async throws {
        let toy = ToyFileSystem()
        let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
        toy.add("file", [UInt8](repeating: 1, count: content.count))
        try await withMount(toy) { path in
            _ = try status(path)
            guard let backing = try Self.openBacking(toy, content) else { return }
            toy.state.withLock {
                $0.openedFile.backing = backing
                $0.openedFile.noFlush = true
            }
            let first = CInt(try check(open(path + "/file", O_RDONLY)))
            #expect(try readAll(path + "/file") == content)
            let map = mmap(nil, content.count, PROT_READ, MAP_SHARED, first, 0)
            #expect(try memcmp(#require(map), content, content.count) == 0)
            munmap(map, content.count)
            // The number may go before the handles do.
            toy.state.withLock { $0.notifier }?.closeBacking(backing)
            var byte: UInt8 = 0
            #expect(pread(first, &byte, 1, 299_999) == 1 && byte == content[299_999])
            close(first)
            #expect(toy.count("read") == 0)
        }
    }

    @Test("one inode is read by the kernel or by us: the other open fails, and works when the first is closed")
    func mixing() async throws {
        let toy = ToyFileSystem()
        toy.add("file", Array("ours".utf8))
        try await withMount(toy) { path in
            _ = try status(path)
            guard let backing = try Self.openBacking(toy, Array("disk".utf8)) else { return }
            let file = path + "/file"
            let ordinary = CInt(try check(open(file, O_RDONLY)))
            toy.state.withLock { $0.openedFile.backing = backing }
            #expect(throws: Errno.ioError) { try check(open(file, O_RDONLY)) }
            close(ordinary)
            // The kernel tells of a close a little after it.
            try PlainThread.waitUntil("the ordinary handle is released") { toy.state.withLock { $0.handles.isEmpty } }
            let through = CInt(try check(open(file, O_RDONLY)))
            toy.state.withLock { $0.openedFile.backing = nil }
            #expect(throws: Errno.ioError) { try check(open(file, O_RDONLY)) }
            toy.state.withLock { $0.openedFile.directIO = true }
            #expect(throws: Errno.ioError) { try check(open(file, O_RDONLY)) }
            // The two together are allowed: such a handle is ours to answer.
            toy.state.withLock { $0.openedFile.backing = backing }
            #expect(try readAll(file) == Array("ours".utf8))
            close(through)
            try PlainThread.waitUntil("the passthrough handle is released") {
                toy.state.withLock { $0.handles.isEmpty }
            }
            toy.state.withLock {
                $0.openedFile.backing = nil
                $0.openedFile.directIO = false
            }
            #expect(try readAll(file) == Array("ours".utf8))
        }
    }

    @Test("without passthrough in the options no file is taken")
    func off() async throws {
        let toy = ToyFileSystem()
        try await withMount(toy) {
            $0.passthrough = false
        } _: { path in
            _ = try status(path)
            #expect(try Self.openBacking(toy, [1]) == nil)
        }
    }
}
