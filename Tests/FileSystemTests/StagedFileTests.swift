import Foundation
import LocalStore
import ObjectStore
import Synchronization
import SystemPackage
import Testing

@testable import FileSystem

/// Compares as memcmp(3) does: element by element takes seconds here.
///
/// Its result goes into a constant before `#expect`, which would otherwise describe every byte of what differs.
func same(_ left: [UInt8]?, _ right: [UInt8]) -> Bool {
    guard let left, left.count == right.count else { return false }
    return left.withUnsafeBytes { left in
        right.withUnsafeBytes { memcmp(left.baseAddress!, $0.baseAddress!, left.count) == 0 }
    }
}

@Suite("StagedFile") struct StagedFileTests {
    let none = ObjectAttributes()
    static let pattern: [UInt8] = {
        var bytes = [UInt8](repeating: 7, count: 100 << 20)
        for index in stride(from: 0, to: bytes.count, by: 4093) { bytes[index] = UInt8(truncatingIfNeeded: index >> 8) }
        return bytes
    }()

    @Test("a new file of 4 KiB is one PUT")
    func small() async throws {
        let fixture = try StagedFixture()
        let file = try fixture.file()
        #expect(file.isDirty)
        #expect(try file.put([UInt8](repeating: 1, count: 4096), at: 0))
        _ = try await file.publish(to: "new", attributes: none, if: .absent)
        #expect(fixture.store.counts == [.put: 1])
        #expect(fixture.store.bytes("new")?.count == 4096)
        #expect(!file.isDirty)
    }

    @Test("an empty file is one PUT of no bytes")
    func empty() async throws {
        let fixture = try StagedFixture()
        let file = try fixture.file()
        _ = try await file.publish(to: "empty", attributes: none, if: .absent)
        #expect(fixture.store.counts == [.put: 1])
        #expect(fixture.store.bytes("empty") == [])
    }

    @Test("one byte changed in 100 MiB is one sent part and copies")
    func oneByte() async throws {
        let fixture = try StagedFixture()
        var expected = Self.pattern
        let etag = fixture.store.store("big", expected)
        let file = try fixture.file("big")
        #expect(try file.put([99], at: 50 << 20))
        #expect(fixture.store.total == 0)
        expected[50 << 20] = 99
        _ = try await file.publish(to: "big", attributes: none, if: .matches(etag))
        let isRight = same(fixture.store.bytes("big"), expected)
        #expect(isRight)
        #expect(fixture.store.counts == [.create: 1, .copyPart: 2, .part: 1, .get: 1, .complete: 1])
        #expect(fixture.store.state.withLock { $0.bytesSent } == 5 << 20)
    }

    @Test("bytes appended to 100 MiB are all that is sent")
    func append() async throws {
        let fixture = try StagedFixture()
        fixture.store.store("big", Self.pattern)
        let file = try fixture.file("big")
        #expect(try [UInt8]([1, 2, 3]).withUnsafeBytes { try file.append($0) })
        _ = try await file.publish(to: "big", attributes: none, if: nil)
        let isRight = same(fixture.store.bytes("big"), Self.pattern + [1, 2, 3])
        #expect(isRight)
        #expect(fixture.store.count(.get) == 0)
        #expect(fixture.store.state.withLock { $0.bytesSent } == 3)
    }

    @Test("what is overwritten wholly, or cut away, is never fetched")
    func overwritten() async throws {
        let fixture = try StagedFixture()
        fixture.store.store("a", [UInt8](repeating: 5, count: 1 << 20))
        let written = try fixture.file("a")
        for index in 0..<16 {
            #expect(try written.put([UInt8](repeating: UInt8(index), count: 1 << 16), at: Int64(index) << 16))
        }
        _ = try await written.publish(to: "a", attributes: none, if: nil)
        let cut = try fixture.file("a")
        try await cut.truncate(to: 0)
        #expect(try cut.put([1], at: 100))
        _ = try await cut.publish(to: "a", attributes: none, if: nil)
        #expect(fixture.store.bytes("a") == [UInt8](repeating: 0, count: 100) + [1])
        #expect(fixture.store.counts == [.put: 2])
    }

    @Test("a failed upload is aborted, and the next publish sends all")
    func aborted() async throws {
        let fixture = try StagedFixture(WriteFakeStore(minimumPart: 8, maximumPart: 64))
        let file = try fixture.file(nil, .tiny)
        let bytes = (0..<100).map { UInt8($0) }
        #expect(try file.put(bytes, at: 0))
        for request in [WriteFakeStore.Request.create, .part, .complete] {
            fixture.store.setFault { $0 == request ? StoreError(.accessDenied) : nil }
            await #expect(throws: StoreError(.accessDenied)) {
                try await file.publish(to: "k", attributes: none, if: nil)
            }
            #expect(fixture.store.openUploads == 0)
            #expect(file.isDirty)
            #expect(fixture.store.bytes("k") == nil)
        }
        #expect(fixture.store.count(.abort) == 2)
        fixture.store.setFault(nil)
        _ = try await file.publish(to: "k", attributes: none, if: nil)
        #expect(fixture.store.bytes("k") == bytes)
    }

    @Test("writers wait for a publish, readers do not, and the object is one moment's content")
    func concurrent() async throws {
        let fixture = try StagedFixture()
        let file = try fixture.file()
        let gate = WriteGate()
        fixture.store.state.withLock { $0.gates[.put] = gate }
        #expect(try file.put([1, 1, 1], at: 0))
        let none = none
        let first = Task.immediate { try await file.publish(to: "k", attributes: none, if: .absent) }
        await gate.arrival()
        #expect(try !file.put([2], at: 0))
        #expect(try file.readLocal(offset: 0, size: 9) == [1, 1, 1])
        let write = Task.immediate { try await file.writeWhenIdle([2], at: 1) }
        let cut = Task.immediate { try await file.truncate(to: 2) }
        gate.open()
        _ = try await first.value
        try await write.value
        try await cut.value
        #expect(fixture.store.bytes("k") == [1, 1, 1])
        #expect(fixture.store.count(.put) == 1)
        #expect(file.isDirty)
        #expect(try file.readLocal(offset: 0, size: 9) == [1, 2])
    }

    @Test("a writer that is cancelled while it waits for a publish leaves, and nothing is changed")
    func cancelled() async throws {
        let fixture = try StagedFixture()
        let file = try fixture.file()
        let gate = WriteGate()
        fixture.store.state.withLock { $0.gates[.put] = gate }
        let publish = Task { try await file.publish(to: "k", attributes: ObjectAttributes(), if: nil) }
        await gate.arrival()
        let writer = Task { () -> WriteError? in
            do { try await file.writeWhenIdle([1], at: 0) } catch { return error as? WriteError }
            return nil
        }
        writer.cancel()
        #expect(await writer.value == .cancelled)
        gate.open()
        _ = try await publish.value
        #expect(fixture.store.bytes("k") == [])
        #expect(file.size == 0)
    }

    @Test("another client's write is not overwritten, whatever the server can check")
    func lostUpdate() async throws {
        for isHonoured in [true, false] {
            for size in [10, 100] {
                let fixture = try StagedFixture(WriteFakeStore(minimumPart: 8, maximumPart: 64))
                fixture.store.state.withLock {
                    $0.capabilities.putIfMatches = isHonoured
                    $0.capabilities.conditionalComplete = isHonoured
                }
                let etag = fixture.store.store("k", [UInt8](repeating: 1, count: size))
                let file = try fixture.file("k", .tiny)
                #expect(try file.put([UInt8](repeating: 2, count: size), at: 0))
                fixture.store.store("k", [3])
                await #expect(throws: StoreError.self) {
                    try await file.publish(to: "k", attributes: none, if: .matches(etag))
                }
                #expect(fixture.store.bytes("k") == [3])
                #expect(file.isDirty)
                #expect(fixture.store.openUploads == 0)
                let path = try file.keepConflictCopy(name: "k").path
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(repeating: 2, count: size))
            }
        }
    }

    @Test("missing bytes of another version are never mixed in")
    func stale() async throws {
        let fixture = try StagedFixture()
        fixture.store.store("k", [UInt8](repeating: 1, count: 100))
        let file = try fixture.file("k")
        #expect(try file.put([2], at: 0))
        fixture.store.store("k", [UInt8](repeating: 3, count: 100))
        await #expect(throws: WriteError.stale) { try await file.read(offset: 0, size: 10) }
        await #expect(throws: StoreError.self) { try await file.publish(to: "k", attributes: none, if: nil) }
        #expect(fixture.store.bytes("k") == [UInt8](repeating: 3, count: 100))
    }

    @Test("a read of missing bytes while the base is being replaced by our own publish succeeds")
    func readDuringPublish() async throws {
        let fixture = try StagedFixture(WriteFakeStore(minimumPart: 8, maximumPart: 64))
        let bytes = (0..<100).map { UInt8($0) }
        fixture.store.store("k", bytes)
        let file = try fixture.file("k", .tiny)
        #expect(try file.put([255], at: 99))
        // The object is replaced, but its writer does not know yet; a GET with the old tag is refused meanwhile.
        let gate = WriteGate()
        fixture.store.state.withLock { $0.gates[.complete] = gate }
        let publish = Task.immediate { try await file.publish(to: "k", attributes: ObjectAttributes(), if: nil) }
        await gate.arrival()
        let etag = fixture.store.state.withLock { $0.objects["k"]!.etag }
        fixture.store.store("k", bytes)
        let read = Task.immediate { try await file.read(offset: 0, size: 4) }
        gate.open()
        #expect(try await publish.value.etag != etag)
        #expect(try await read.value == [0, 1, 2, 3])
    }

    @Test(
        "a local disk that is full while missing bytes are fetched for a publish is ENOSPC, and passes",
        .enabled(if: geteuid() == 0, "mounting a tmpfs takes root"))
    func fullDisk() async throws {
        let fixture = try StagedFixture(diskOf: 1 << 20)
        fixture.store.store("k", [UInt8](repeating: 4, count: 4 << 20))
        let file = try fixture.file("k")
        #expect(try file.put([9], at: 50))
        let error = await #expect(throws: StoreError.self) {
            try await file.publish(to: "k", attributes: none, if: nil)
        }
        let failure = FileSystemError(try #require(error), .inode)
        #expect(failure.errno == .noSpace && failure.isTransient)
        // Not so what the server finds too large.
        #expect(!FileSystemError(StoreError(.metadataTooLarge), .inode).isTransient)
    }

    @Test("all readers of missing bytes gone, the GET is given up")
    func givenUp() async throws {
        let fixture = try StagedFixture()
        fixture.store.store("k", [UInt8](repeating: 4, count: 10))
        let file = try fixture.file("k")
        let gate = WriteGate()
        fixture.store.state.withLock { $0.gates[.get] = gate }
        let readers = (0..<2).map { _ in
            Task.immediate { () -> WriteError? in
                do { _ = try await file.read(offset: 0, size: 10) } catch { return error as? WriteError }
                return nil
            }
        }
        await gate.arrival()
        for reader in readers { reader.cancel() }
        for reader in readers { #expect(await reader.value == .cancelled) }
        gate.open()
        #expect(try await file.read(offset: 0, size: 10).count == 10)
        #expect(fixture.store.count(.get) == 2)
    }

    @Test("after a rename the base is read under its new name")
    func relocated() async throws {
        let fixture = try StagedFixture()
        fixture.store.store("old", [1, 2, 3])
        let file = try fixture.file("old")
        let etag = fixture.store.store("new", [1, 2, 3])
        try await fixture.store.delete("old", ifMatches: nil)
        file.relocateBase(key: "new", etag: etag)
        #expect(try await file.read(offset: 0, size: 3) == [1, 2, 3])
    }

    @Test("readers of the same missing bytes share one GET; when all have gone it is given up")
    func sharedFetch() async throws {
        let fixture = try StagedFixture()
        fixture.store.store("k", [UInt8](repeating: 4, count: 1000))
        let file = try fixture.file("k")
        let gate = WriteGate()
        fixture.store.state.withLock { $0.gates[.get] = gate }
        let readers = (0..<5).map { _ in
            Task.immediate { () -> Bool in
                do { return try await file.read(offset: 0, size: 100).count == 100 } catch { return false }
            }
        }
        await gate.arrival()
        readers[0].cancel()
        #expect(await readers[0].value == false)
        // A write meanwhile is newer than what the GET brings.
        #expect(try file.put([9], at: 50))
        gate.open()
        for reader in readers.dropFirst() { #expect(await reader.value) }
        #expect(try await file.read(offset: 50, size: 2) == [9, 4])
        #expect(fixture.store.count(.get) == 1)
    }

    @Test("many small gaps are fetched by few GETs, and what was written between them stays")
    func gaps() async throws {
        let fixture = try StagedFixture()
        var expected = [UInt8](repeating: 4, count: 8 << 20)
        fixture.store.store("k", expected)
        let file = try fixture.file("k")
        for offset in stride(from: 0, to: 8 << 20, by: 8192) {
            #expect(try file.put([UInt8](repeating: 1, count: 4096), at: Int64(offset)))
            for index in offset..<offset + 4096 { expected[index] = 1 }
        }
        try await file.makeWhole()
        #expect(file.isWhole)
        #expect(fixture.store.count(.get) == 1)
        let isRight = try same(file.readLocal(offset: 0, size: 8 << 20), expected)
        #expect(isRight)
    }

    @Test("sequential reads of missing bytes fetch ahead")
    func ahead() async throws {
        let fixture = try StagedFixture()
        fixture.store.store("k", [UInt8](repeating: 4, count: 32 << 20))
        let file = try fixture.file("k")
        for offset in stride(from: 0, to: 32 << 20, by: 128 << 10) {
            _ = try await file.read(offset: Int64(offset), size: 128 << 10)
        }
        #expect(fixture.store.count(.get) <= 8)
        #expect(fixture.store.state.withLock { $0.bytesFetched } == 32 << 20)
    }

    @Test("a server that turns out not to copy parts gets the bytes")
    func noPartCopy() async throws {
        let fixture = try StagedFixture(WriteFakeStore(minimumPart: 8, maximumPart: 64))
        let bytes = (0..<100).map { UInt8($0) }
        fixture.store.store("k", bytes)
        fixture.store.setFault { $0 == .copyPart ? StoreError(.unsupported) : nil }
        let file = try fixture.file("k", .tiny)
        #expect(try file.put([255], at: 50))
        _ = try await file.publish(to: "k", attributes: none, if: nil)
        #expect(fixture.store.bytes("k") == bytes[..<50] + [255] + bytes[51...])
    }

    @Test("modes of fallocate that a file here has not are refused")
    func modes() async throws {
        let fixture = try StagedFixture()
        let file = try fixture.file()
        for mode: Int32 in [2, 8, 32, 64] {
            await #expect(throws: WriteError.unsupported) { try await file.allocate(mode: mode, offset: 0, length: 1) }
        }
        await #expect(throws: WriteError.invalid) { try await file.allocate(mode: 0, offset: 0, length: 0) }
        await #expect(throws: WriteError.tooLarge) { try await file.allocate(mode: 0, offset: 1, length: .max) }
        #expect(throws: WriteError.tooLarge) { try file.put([1], at: .max) }
    }

    @Test("many tasks that write, read and publish at once leave what the last writes say")
    func storm() async throws {
        let fixture = try StagedFixture(WriteFakeStore(minimumPart: 8, maximumPart: 64))
        fixture.store.store("k", [UInt8](repeating: 0xAA, count: 200))
        let file = try fixture.file("k", .tiny)
        // Each writer has a lane of its own, so that the end is known.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    for round in 1...20 {
                        let bytes = [UInt8](repeating: UInt8(round), count: 20)
                        try await file.writeWhenIdle(bytes, at: Int64(lane * 20))
                        let read = try await file.read(offset: Int64(lane * 20), size: 20)
                        #expect(read == bytes)
                    }
                }
            }
            // As the inode's gate keeps them apart.
            let turn = AsyncGate()
            for _ in 0..<3 {
                group.addTask {
                    for _ in 0..<10 {
                        await turn.enter()
                        defer { turn.leave() }
                        _ = try await file.publish(to: "k", attributes: ObjectAttributes(), if: nil)
                        let tail = try await file.read(offset: 160, size: 40)
                        #expect(tail == [UInt8](repeating: 0xAA, count: 40))
                    }
                }
            }
            try await group.waitForAll()
        }
        _ = try await file.publish(to: "k", attributes: none, if: nil)
        #expect(
            fixture.store.bytes("k") == [UInt8](repeating: 20, count: 160) + [UInt8](repeating: 0xAA, count: 40))
    }
}
