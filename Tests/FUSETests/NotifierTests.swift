import FUSE
import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

@Suite("What the kernel caches goes when it is told", requiresFUSE)
struct NotifierTests {
    @Test("a page that was kept is read again after its inode is invalidated, and not before")
    func pages() async throws {
        let toy = ToyFileSystem()
        let inode = toy.add("file", Array("before".utf8))
        toy.state.withLock { state in
            state.timeout = .seconds(3600)
            state.openedFile.keepCache = true
        }
        try await withMount(toy) { path in
            #expect(try readAll(path + "/file") == Array("before".utf8))
            toy.state.withLock { $0.setData(Array("after!".utf8), of: inode) }
            #expect(try readAll(path + "/file") == Array("before".utf8))
            let notifier = try #require(toy.state.withLock { $0.notifier })
            notifier.invalidate(inode: inode, offset: 0, length: 0)
            #expect(try readAll(path + "/file") == Array("after!".utf8))
        }
    }

    @Test("attributes alone are dropped with an offset below 0")
    func attributes() async throws {
        let toy = ToyFileSystem()
        let inode = toy.add("file", Array("before".utf8))
        toy.state.withLock { state in
            state.timeout = .seconds(3600)
            state.openedFile.keepCache = true
        }
        try await withMount(toy) { path in
            #expect(try readAll(path + "/file") == Array("before".utf8))
            _ = try status(path + "/file")
            let (reads, asked) = (toy.count("read"), toy.count("getattr"))
            _ = try status(path + "/file")
            #expect(toy.count("getattr") == asked)
            try #require(toy.state.withLock { $0.notifier }).invalidate(inode: inode, offset: -1, length: 0)
            _ = try status(path + "/file")
            #expect(toy.count("getattr") == asked + 1)
            _ = try readAll(path + "/file")
            #expect(toy.count("read") == reads)
        }
    }

    @Test("a dentry and a negative dentry last as long as they may, and are looked up again when invalidated")
    func dentries() async throws {
        let toy = ToyFileSystem()
        toy.state.withLock { $0.timeout = .seconds(3600) }
        toy.add("file", [])
        try await withMount(toy) { path in
            // The session has started when the first request is answered.
            _ = try status(path)
            let notifier = try #require(toy.state.withLock { $0.notifier })
            for name in ["file", "missing"] {
                _ = try? status(path + "/" + name)
                let lookups = toy.count("lookup")
                _ = try? status(path + "/" + name)
                #expect(toy.count("lookup") == lookups)
                notifier.invalidate(entry: EntryName(name), in: .root)
                _ = try? status(path + "/" + name)
                #expect(toy.count("lookup") == lookups + 1)
            }
        }
        toy.state.withLock { $0.notifier }?.invalidate(inode: .root, offset: 0, length: 0)
    }

    @Test("names that are to be released are forgotten, but for those in use", arguments: [true, false])
    func releasing(prunes: Bool) async throws {
        let toy = ToyFileSystem()
        toy.state.withLock { $0.timeout = .seconds(3600) }
        let files = (0..<1500).map { toy.add("file\($0)", [1]) }
        let mounted = try Mounted(toy) { $0.prunes = prunes }
        let path = mounted.path
        let descriptor = try await blocking {
            let descriptor = CInt(try check(open(path + "/file7", O_RDONLY)))
            for index in files.indices { _ = try status(path + "/file\(index)") }
            return descriptor
        }
        #expect(toy.lookupSum >= 1500)
        let notifier = try #require(toy.state.withLock { $0.notifier })
        // In three batches, each of which the kernel is asked about at once.
        let batches = Mutex(
            stride(from: 0, to: files.count, by: 500).map { start in
                (start..<start + 500).map { index in
                    HeldName(
                        inode: files[index], parent: .root, name: EntryName("file\(index)"), isDirectory: false)
                }
            })
        #expect(notifier.release { batches.withLock { $0.popLast() } })
        try await waitUntil("the kernel forgets all but one") { toy.lookupSum == 1 }
        #expect(toy.state.withLock { $0.nodes[files[7]]?.lookups } == 1)
        try await blocking {
            var byte: UInt8 = 0
            #expect(try check(pread(descriptor, &byte, 1, 0)) == 1)
            #expect(byte == 1)
            close(descriptor)
            for index in files.indices { _ = try status(path + "/file\(index)") }
        }
        try await mounted.end()
        // After the end nothing is asked for.
        let asked = Counter()
        _ = notifier.release {
            asked.increment()
            return asked.value == 1
                ? [HeldName(inode: files[0], parent: .root, name: EntryName("file0"), isDirectory: false)] : nil
        }
        try await waitUntil("the thread has asked") { asked.value > 0 }
    }

    @Test("fractions of a second count as timeouts")
    func fractions() async throws {
        let toy = ToyFileSystem()
        toy.state.withLock { $0.timeout = .milliseconds(50) }
        toy.add("file", [])
        try await withMount(toy) { path in
            _ = try status(path + "/file")
            let lookups = toy.count("lookup")
            let deadline = ContinuousClock.now + .seconds(30)
            while toy.count("lookup") == lookups && ContinuousClock.now < deadline { _ = try status(path + "/file") }
            #expect(toy.count("lookup") > lookups)
        }
    }

    @Test("notifications from several threads do not keep the session from ending")
    func concurrentEnd() async throws {
        for _ in 0..<5 {
            let toy = ToyFileSystem()
            let mounted = try Mounted(toy)
            let path = mounted.path
            try await blocking { _ = try? status(path + "/missing") }
            let notifier = try #require(toy.state.withLock { $0.notifier })
            let isOver = OneTimeEvent<Bool>()
            let ended = Counter()
            for _ in 0..<4 {
                Thread.detachNewThread {
                    while isOver.value == nil {
                        notifier.invalidate(inode: .root, offset: 0, length: 0)
                        notifier.invalidate(entry: EntryName("missing"), in: .root)
                    }
                    ended.increment()
                }
            }
            try await mounted.end()
            isOver.set(true)
            try await waitUntil("the notifying threads end") { ended.value == 4 }
        }
    }
}
