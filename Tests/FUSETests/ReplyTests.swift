import FUSE
import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

@Suite("A reply is sent once, from anywhere", requiresFUSE)
struct ReplyTests {
    @Test("1,000 reads wait without a thread, others are served meanwhile, and another thread answers them all")
    func parkedReads() async throws {
        let parking = Parking()
        let mounted = try Mounted(parking.fileSystem())
        let path = mounted.path
        let descriptor = try await blocking { CInt(try check(open(path + "/file", O_RDONLY))) }
        let (good, bad) = (Counter(), Counter())
        for index in 0..<1000 {
            let thread = Thread {
                var buffer = [UInt8](repeating: 0, count: 10)
                let count = pread(descriptor, &buffer, 10, index)
                (count == 3 && buffer[..<3] == [1, 2, 3] ? good : bad).increment()
            }
            thread.stackSize = 1 << 16
            thread.start()
        }
        try await waitUntil("1,000 reads wait") { parking.count == 1000 }
        // Far more than there are workers, and these are free.
        #expect(try await blocking { try status(path + "/file").st_size } == 100)
        let answering = Thread { parking.takeAll().forEach { $0.send([1, 2, 3]) } }
        answering.start()
        try await waitUntil("all are answered") {
            good.value + bad.value == 1000
        }
        #expect(bad.value == 0)
        close(descriptor)
        try await mounted.end()
    }

    @Test("a reply that is dropped answers EIO")
    func dropped() async throws {
        let toy = ToyFileSystem { _, _, _, _ in true }
        toy.add("file", [1, 2, 3])
        try await withMount(toy) { path in
            #expect(throws: Errno.ioError) { try readAll(path + "/file") }
        }
    }

    @Test(
        "a number that is no errno answers EIO, and does not leave the caller asleep", arguments: [0, -5, 512, 100_000])
    func noErrno(code: CInt) async throws {
        let toy = ToyFileSystem { _, _, _, reply in
            reply.fail(Errno(rawValue: code))
            return true
        }
        toy.add("file", [1, 2, 3])
        try await withMount(toy) { path in
            #expect(throws: Errno.ioError) { try readAll(path + "/file") }
        }
    }

    @Test("more pieces than a vector holds arrive in order", arguments: [1, 2, 1023, 1024, 5000])
    func pieces(count: Int) async throws {
        let content = (0..<count * 3).map { UInt8(truncatingIfNeeded: $0 % 251) }
        let toy = ToyFileSystem { _, offset, _, reply in
            content.withUnsafeBytes { bytes in
                let all = stride(from: 0, to: bytes.count, by: 3).map {
                    UnsafeRawBufferPointer(rebasing: bytes[$0..<$0 + 3])
                }
                reply.send(offset == 0 ? all : [])
            }
            return true
        }
        toy.add("file", content)
        try await withMount(toy) { path in
            let read = try readAll(path + "/file")
            #expect(read == content)
        }
    }

    @Test("a reply is sent after the session's end without harm")
    func late() async throws {
        let parking = Parking()
        let toy = ToyFileSystem { context, _, _, reply in
            parking.park(context.unique, reply)
            return true
        }
        toy.add("file", [1])
        let mounted = try Mounted(toy)
        let path = mounted.path
        let outcome = OneTimeEvent<Errno?>()
        Thread.detachNewThread {
            do {
                _ = try readAll(path + "/file")
                outcome.set(nil)
            } catch {
                outcome.set(error as? Errno)
            }
        }
        try await waitUntil("the read waits") { parking.count == 1 }
        let late = parking.takeAll()
        mounted.session.exit()
        try await mounted.waitForEnd()
        try await waitUntil("the caller is let go") { outcome.value != nil }
        #expect(try #require(outcome.value) != nil)
        late.forEach { $0.send([1]) }
    }

    /// Mounts at `path` in a process that is to die of `body`.
    static func die(_ path: String, _ body: @escaping @Sendable (Reply<DataAnswer>) -> Void) async throws {
        let toy = ToyFileSystem { _, _, _, reply in
            body(reply)
            return true
        }
        toy.add("file", [1])
        let session = try FUSESession(operations: toy, mountPoint: path, options: MountOptions(source: "toy"))
        try session.mount()
        // Another process reads: one that waits for itself in the kernel cannot even die.
        let reader = Process()
        reader.executableURL = URL(fileURLWithPath: "/bin/cat")
        reader.arguments = [path + "/file"]
        reader.standardOutput = FileHandle.nullDevice
        reader.standardError = FileHandle.nullDevice
        Thread.detachNewThread { try? session.run() }
        try reader.run()
        try await waitUntil("this process dies") { false }
    }

    static let trap: CInt = {
        #if arch(x86_64)
            SIGILL
        #else
            SIGTRAP
        #endif
    }()

    @Test("sending twice traps")
    func twice() async throws {
        let path = try makeDirectory()
        defer {
            umount2(path, 2)
            rmdir(path)
        }
        let result = await #expect(processExitsWith: .signal(Self.trap), observing: [\.standardErrorContent]) {
            [path = path as String] in
            try await ReplyTests.die(path) { reply in
                reply.send([1])
                reply.send([1])
            }
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("a reply is sent once"))
    }

    @Test("ENOSYS from an operation traps when debugging")
    func noSystemCall() async throws {
        let path = try makeDirectory()
        defer {
            umount2(path, 2)
            rmdir(path)
        }
        let result = await #expect(processExitsWith: .signal(Self.trap), observing: [\.standardErrorContent]) {
            [path = path as String] in
            try await ReplyTests.die(path) { $0.fail(.noFunction) }
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("ENOSYS"))
    }
}
