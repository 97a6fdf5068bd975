import FUSE
import FileSystemTesting
import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

@Suite("Who waits can be interrupted", requiresFUSE)
struct InterruptTests {
    /// Makes SIGHUP, and SIGALRM too, a signal that is caught.
    private static func installHandler() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        for signal in [SIGHUP, SIGALRM] { sigaction(signal, &action, nil) }
    }

    /// Lets the calling thread have signals: it inherits the mask of the tests' own threads, which take none.
    private static func unblockSignals() {
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
    }

    /// Starts `cat` with the signals of a shell's child, and returns its number.
    private static func startCat(_ path: String) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var interrupt = none
        sigaddset(&interrupt, SIGINT)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &interrupt)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("cat"), strdup(path), nil]
        defer { words.forEach { free($0) } }
        var process = pid_t()
        let code = posix_spawn(&process, "/bin/cat", nil, &attributes, &words, environ)
        if code != 0 { throw Errno(rawValue: code) }
        return process
    }

    @Test("a signal ends a read that waits, with EINTR, and only that one")
    func signal() async throws {
        Self.installHandler()
        let parking = Parking()
        let mounted = try Mounted(parking.fileSystem())
        let path = mounted.path
        let descriptor = try await blocking { CInt(try check(open(path + "/file", O_RDONLY))) }
        let threads = Mutex([pthread_t]())
        let results = Mutex([Int: CInt]())
        for index in 0..<2 {
            Thread.detachNewThread {
                Self.unblockSignals()
                threads.withLock { $0.append(pthread_self()) }
                var byte: UInt8 = 0
                let count = pread(descriptor, &byte, 1, 0)
                let code = count < 0 ? errno : 0
                results.withLock { $0[index] = code }
            }
        }
        try await waitUntil("two reads wait") { parking.count == 2 }
        pthread_kill(threads.withLock { $0[0] }, SIGHUP)
        try await waitUntil("one read is interrupted") { results.withLock { $0.count == 1 } }
        #expect(results.withLock { Array($0.values) } == [EINTR])
        #expect(parking.count == 1 && parking.interrupts == 1)
        parking.takeAll().forEach { $0.send([1]) }
        try await waitUntil("the other is answered") { results.withLock { $0.count == 2 } }
        #expect(results.withLock { Set($0.values) } == [0, EINTR])
        close(descriptor)
        try await mounted.end()
    }

    @Test(
        "a caught signal that asks for no end leaves a call waiting for its answer; one that comes later still ends it")
    func timer() async throws {
        Self.installHandler()
        let parking = Parking()
        let kept = Mutex<[Reply<DataAnswer>]>([])
        let mounted = try Mounted(parking.fileSystem { reply in kept.withLock { $0.append(reply) } })
        let path = mounted.path
        let thread = OneTimeEvent<pthread_t>()
        let results = Mutex([CInt]())
        Thread.detachNewThread {
            Self.unblockSignals()
            thread.set(pthread_self())
            for _ in 0..<2 {
                let descriptor = open(path + "/file", O_RDONLY)
                var byte: UInt8 = 0
                let code = pread(descriptor, &byte, 1, 0) < 0 ? errno : 0
                results.withLock { $0.append(code) }
                close(descriptor)
            }
        }
        try await waitUntil("the read waits") { kept.withLock { $0.count == 1 } }
        pthread_kill(try #require(thread.value), SIGALRM)
        try await waitUntil("the interrupt is known") { kept.withLock { $0[0].isInterrupted } }
        #expect(parking.count == 1 && parking.interrupts == 0)
        parking.takeAny()?.send([1])
        try await waitUntil("the second read waits") { kept.withLock { $0.count == 2 } }
        #expect(results.withLock { $0 } == [0])
        pthread_kill(try #require(thread.value), SIGALRM)
        try await waitUntil("the second interrupt is known") { kept.withLock { $0[1].isInterrupted } }
        pthread_kill(try #require(thread.value), SIGHUP)
        try await waitUntil("the second read ends") { results.withLock { $0.count == 2 } }
        #expect(results.withLock { $0 } == [0, EINTR])
        #expect(parking.interrupts == 1)
        kept.withLock { $0 = [] }
        try await mounted.end()
    }

    @Test("a process that reads can be ended by SIGINT and by SIGKILL", arguments: [SIGINT, SIGKILL])
    func process(signal: CInt) async throws {
        let parking = Parking()
        let mounted = try Mounted(parking.fileSystem())
        let process = try Self.startCat(mounted.path + "/file")
        let ended = OneTimeEvent<CInt>()
        Thread.detachNewThread {
            var status: CInt = 0
            while waitpid(process, &status, 0) < 0 {}
            ended.set(status & 0x7f)
        }
        try await waitUntil("cat waits") { parking.count == 1 }
        kill(process, signal)
        try await waitUntil("cat ends") { ended.value != nil }
        #expect(ended.value == signal)
        #expect(parking.interrupts == 1)
        try await mounted.end()
    }

    @Test("a handler that comes after the interrupt is called at once, and isInterrupted says so before")
    func lateHandler() async throws {
        Self.installHandler()
        let kept = Mutex<Reply<DataAnswer>?>(nil)
        let toy = ToyFileSystem { _, _, _, reply in
            kept.withLock { $0 = reply }
            return true
        }
        toy.add("file", [1])
        toy.state.withLock { $0.openedFile.directIO = true }
        let mounted = try Mounted(toy)
        let path = mounted.path
        let thread = OneTimeEvent<pthread_t>()
        let outcome = OneTimeEvent<Errno?>()
        Thread.detachNewThread {
            Self.unblockSignals()
            thread.set(pthread_self())
            do {
                _ = try readAll(path + "/file")
                outcome.set(nil)
            } catch {
                outcome.set(error as? Errno)
            }
        }
        try await waitUntil("the read waits") { kept.withLock { $0 != nil } }
        let reply = try #require(kept.withLock { $0 })
        #expect(!reply.isInterrupted)
        pthread_kill(try #require(thread.value), SIGHUP)
        try await waitUntil("the interrupt is known") { reply.isInterrupted }
        let calls = Counter()
        reply.onInterrupt { calls.increment() }
        #expect(calls.value == 1)
        // From within a handler, too.
        reply.onInterrupt { reply.onInterrupt { reply.fail(.interrupted) } }
        try await waitUntil("the read ends") { outcome.value != nil }
        #expect(outcome.value == .some(.some(.interrupted)))
        #expect(!reply.isInterrupted)
        reply.onInterrupt { calls.increment() }
        #expect(calls.value == 1)
        kept.withLock { $0 = nil }
        try await mounted.end()
    }

    @Test("answers race with interrupts, and every caller gets the one or the other")
    func race() async throws {
        Self.installHandler()
        let parking = Parking()
        let mounted = try Mounted(parking.fileSystem())
        let path = mounted.path
        let descriptor = try await blocking { CInt(try check(open(path + "/file", O_RDONLY))) }
        let readers = 8
        let (mayEnd, isOver) = (OneTimeEvent<Bool>(), OneTimeEvent<Bool>())
        // Also when the test fails: nothing may go on spinning.
        defer {
            isOver.set(true)
            mayEnd.set(true)
        }
        let threads = Mutex([pthread_t]())
        let (answered, interrupted, wrong, ended) = (Counter(), Counter(), Counter(), Counter())
        for _ in 0..<readers {
            Thread.detachNewThread {
                Self.unblockSignals()
                threads.withLock { $0.append(pthread_self()) }
                for _ in 0..<2000 {
                    var byte: UInt8 = 0
                    let count = pread(descriptor, &byte, 1, 0)
                    let code = count < 0 ? errno : 0
                    let tally = count == 1 && byte == 42 ? answered : code == EINTR ? interrupted : wrong
                    tally.increment()
                }
                // Stays until nobody signals any more.
                ended.increment()
                try? PlainThread.waitUntil("nobody signals any more") { mayEnd.value != nil }
            }
        }
        try await waitUntil("the readers run") { threads.withLock { $0.count == readers } }
        let helpers = Counter()
        for _ in 0..<2 {
            Thread.detachNewThread {
                while isOver.value == nil { parking.takeAny()?.send([42]) }
                helpers.increment()
            }
        }
        Thread.detachNewThread {
            let targets = threads.withLock { $0 }
            while isOver.value == nil { for target in targets { pthread_kill(target, SIGHUP) } }
            helpers.increment()
        }
        try await waitUntil("the readers end") { ended.value == readers }
        isOver.set(true)
        try await waitUntil("the helpers end") { helpers.value == 3 }
        mayEnd.set(true)
        #expect(wrong.value == 0)
        #expect(answered.value + interrupted.value == 16000)
        // Both happened, or the race was none.
        #expect(
            answered.value > 0 && parking.interrupts > 0,
            "\(answered.value) answered, \(parking.interrupts) interrupted")
        #expect(parking.count == 0)
        print("InterruptTests race: \(answered.value) answered, \(interrupted.value) interrupted")
        close(descriptor)
        try await mounted.end()
    }
}
