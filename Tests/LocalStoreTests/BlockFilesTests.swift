import CLinux
import Foundation
import Glibc
import Testing

@testable import LocalStore

@Suite struct BlockFilesTests {
    /// Bytes at an address that O_DIRECT takes, or just beside it.
    ///
    /// `@unchecked Sendable`: only `init` writes the memory, and both properties are constants.
    private final class Content: BlockContent, @unchecked Sendable {
        private static let page = 4096
        private let memory: UnsafeMutableRawBufferPointer
        private let bytes: UnsafeRawBufferPointer

        init(count: Int, beside: Int) {
            memory = .allocate(byteCount: count + Self.page, alignment: Self.page)
            for index in memory.indices { memory[index] = UInt8(truncatingIfNeeded: index &* 31 &+ index >> 8) }
            bytes = UnsafeRawBufferPointer(rebasing: memory[beside..<beside + count])
        }

        deinit { memory.deallocate() }

        var count: Int { bytes.count }

        func withPieces<Value>(_ body: ([UnsafeRawBufferPointer]) throws -> Value) rethrows -> Value {
            let half = bytes.count / 2 / Self.page * Self.page
            return try body([
                UnsafeRawBufferPointer(rebasing: bytes[..<half]), UnsafeRawBufferPointer(rebasing: bytes[half...]),
            ])
        }

        var all: [UInt8] { Array(bytes) }
    }

    /// Pages of a file that the kernel holds: mincore(2).
    private static func residentPages(_ path: String) throws -> Int {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let length = Int(lseek(descriptor, 0, SEEK_END))
        let map = try #require(mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0))
        try #require(map != MAP_FAILED)
        defer { munmap(map, length) }
        var pages = [UInt8](repeating: 0, count: (length + 4095) / 4096)
        try #require(mincore(map, length, &pages) == 0)
        return pages.count { $0 & 1 == 1 }
    }

    /// Whether the file system writes past the page cache at all: one in memory has nothing else, and some refuse.
    private static func hasDirectWrites(_ directory: String) throws -> Bool {
        let path = directory + "/probe"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | CInt(CLINUX_O_DIRECT), 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let page = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 4096)
        defer { page.deallocate() }
        page.initializeMemory(as: UInt8.self, repeating: 1)
        guard pwrite(descriptor, page.baseAddress, page.count, 0) == page.count else { return false }
        return try residentPages(path) == 0
    }

    @Test(
        "A block is the same whether it went past the page cache, and goes through it where it cannot pass",
        arguments: [(1 << 20, 0, true), (1 << 20, 8, false), ((1 << 20) - 5, 0, false), (4096, 0, true), (5, 0, false)])
    func passesPages(_ count: Int, _ beside: Int, _ canPass: Bool) throws {
        let directory = try TemporaryDirectory()
        let files = BlockFiles(directory: directory.path)
        let content = Content(count: count, beside: beside)
        let past = try #require(files.write(1, 3, content, passesPages: true))
        let held = try Self.residentPages(files.path(1))
        let through = try #require(files.write(2, 3, content))
        #expect(past.crc == through.crc)
        for file: Int64 in [1, 2] {
            let buffer = BlockBuffer(count: count)
            #expect(files.read(file, 3, into: buffer, crc: past.crc) != nil)
            #expect(buffer.withContent { Array($0) } == content.all)
        }
        #expect(try Self.residentPages(files.path(2)) > 0)
        if !canPass { #expect(held > 0) }
        if canPass, try Self.hasDirectWrites(directory.path) { #expect(held == 0) }
    }

    @Test("A link in a block file's place is neither read nor written through")
    func linked() throws {
        let directory = try TemporaryDirectory()
        let files = BlockFiles(directory: directory.path)
        let content = Content(count: 8192, beside: 0)
        let crc = try #require(files.write(7, 0, content)?.crc)
        let victim = directory.path + "/victim"
        rename(files.path(7), victim)
        symlink(victim, files.path(7))
        #expect(files.read(7, 0, into: BlockBuffer(count: 8192), crc: crc) == nil)
        #expect(files.write(7, 1, content) == nil)
        #expect(FileManager.default.contents(atPath: victim) == Data(content.all))
    }
}
