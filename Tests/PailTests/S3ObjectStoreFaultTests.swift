import Glibc
import ObjectStore
import ObjectStoreTesting
import S3
import Synchronization
import Testing
import WireFaults

@testable import pail

/// The store behind a wire that breaks, in front of a real server.
@Suite(
    .serialized,
    .enabled(if: !RealServer.present.isEmpty, "neither PAIL_TEST_SEAWEEDFS nor PAIL_TEST_CEPH is set: no server"))
struct S3ObjectStoreFaultTests {
    /// A store whose requests pass a proxy.
    private struct Wire {
        let proxy: FaultProxy
        let store: S3ObjectStore
        /// Begins every key of the test.
        let prefix: String

        init(_ server: RealServer, _ name: String) async throws {
            proxy = try FaultProxy(to: server.port)
            store = try await server.store(port: proxy.port, bucket: "pail-faults")
            prefix = "r\(getpid())/\(name)/"
            proxy.resetCounts()
        }

        func key(_ name: String) -> ObjectKey { ObjectKey(prefix + name) }

        func put(_ name: String, _ bytes: [UInt8], if precondition: Precondition? = nil) async throws -> StoredObject {
            try await store.put(key(name), MemorySource(bytes), attributes: ObjectAttributes(), if: precondition)
        }

        func get(_ name: String, _ range: ByteRange? = nil) async throws -> [UInt8] {
            let sink = Sink()
            _ = try await store.get(key(name), range: range, ifMatches: nil, versionID: nil, onHead: nil, into: sink)
            #expect(!sink.hasGap)
            return sink.bytes
        }
    }

    private final class Sink: ByteSink {
        private let state = Mutex<(bytes: [UInt8], start: Int64?, hasGap: Bool)>(([], nil, false))
        var bytes: [UInt8] { state.withLock { $0.bytes } }
        var hasGap: Bool { state.withLock { $0.hasGap } }

        func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
            state.withLock { state in
                let start = state.start ?? offset
                state.start = start
                if offset != start + Int64(state.bytes.count) { state.hasGap = true }
                state.bytes.append(contentsOf: bytes)
            }
        }
    }

    private static let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    @Test("A GET that breaks goes on by range, and no byte comes twice", arguments: RealServer.present)
    func resumedGet(_ server: RealServer) async throws {
        let wire = try await Wire(server, "resume")
        defer { wire.proxy.stop() }
        _ = try await wire.put("f", Self.bytes)
        for fault in [Fault.reset, .resetAfter(bodyBytes: 1_000_000), .truncateAfter(bodyBytes: 2_999_999)] {
            wire.proxy.script(fault, matching: { $0.hasPrefix("GET") })
            #expect(try await wire.get("f") == Self.bytes, "\(fault)")
            wire.proxy.script(fault, matching: { $0.hasPrefix("GET") })
            #expect(try await wire.get("f", ByteRange(7..<2_999_000)) == Array(Self.bytes[7..<2_999_000]), "\(fault)")
        }
        #expect(wire.proxy.pendingFaults == 0)
    }

    @Test("A PUT that meets a dead connection or a 503 arrives whole", arguments: RealServer.present)
    func repeatedPut(_ server: RealServer) async throws {
        let wire = try await Wire(server, "put")
        defer { wire.proxy.stop() }
        for fault in [Fault.reset, .answer(status: 503, code: "SlowDown"), .dropAnswer] {
            wire.proxy.script(fault, matching: { $0.hasPrefix("PUT") })
            _ = try await wire.put("f", Self.bytes)
            #expect(try await wire.get("f") == Self.bytes)
        }
        #expect(wire.proxy.pendingFaults == 0)
    }

    @Test("A conditional PUT whose answer is lost has succeeded", arguments: RealServer.present)
    func lostPut(_ server: RealServer) async throws {
        let wire = try await Wire(server, "lost-put")
        defer { wire.proxy.stop() }
        wire.proxy.script(.dropAnswer, matching: { $0.hasPrefix("PUT") })
        let first = try await wire.put("f", [1, 2, 3], if: .absent)
        #expect(try await wire.store.head(wire.key("f")).info.etag == first.etag)
        // Another's object is still another's.
        wire.proxy.script(.replaceAnswer(status: 500, code: "InternalError"), matching: { $0.hasPrefix("PUT") })
        let error = await #expect(throws: StoreError.self) { try await wire.put("f", [4], if: .absent) }
        #expect(error?.reason == .preconditionFailed)
        #expect(try await wire.get("f") == [1, 2, 3])
    }

    @Test("A Complete whose answer is lost has succeeded", arguments: RealServer.present)
    func lostComplete(_ server: RealServer) async throws {
        let wire = try await Wire(server, "lost-complete")
        defer { wire.proxy.stop() }
        let upload = try await wire.store.createUpload(wire.key("f"), attributes: ObjectAttributes())
        let part = try await wire.store.uploadPart(upload, 1, MemorySource(Self.bytes))
        wire.proxy.script(.dropAnswer, matching: { $0.hasPrefix("POST") })
        let stored = try await wire.store.completeUpload(upload, [part], if: nil)
        #expect(try await wire.store.head(wire.key("f")).info.etag == stored.etag)
        #expect(try await wire.get("f") == Self.bytes)
    }

    @Test("A Complete and a copy that fail inside a 200 are repeated", arguments: RealServer.present)
    func embeddedErrors(_ server: RealServer) async throws {
        let wire = try await Wire(server, "embedded")
        defer { wire.proxy.stop() }
        let upload = try await wire.store.createUpload(wire.key("f"), attributes: ObjectAttributes())
        let part = try await wire.store.uploadPart(upload, 1, MemorySource([1, 2]))
        wire.proxy.script(.embeddedError(code: "InternalError"), matching: { $0.hasPrefix("POST") })
        _ = try await wire.store.completeUpload(upload, [part], if: nil)
        wire.proxy.script(.embeddedError(code: "InternalError"), matching: { $0.hasPrefix("PUT") })
        _ = try await wire.store.copy(wire.key("f"), to: wire.key("g"), sourceMatches: nil, attributes: nil)
        #expect(try await wire.get("g") == [1, 2])
        #expect(wire.proxy.pendingFaults == 0)
    }

    @Test(
        "A dead server is given up, and asked again when it is back", .timeLimit(.minutes(3)),
        arguments: RealServer.present)
    func deadServer(_ server: RealServer) async throws {
        let wire = try await Wire(server, "dead")
        defer { wire.proxy.stop() }
        _ = try await wire.put("f", Self.bytes)
        wire.proxy.refuseConnections()
        let error = await #expect(throws: StoreError.self) { try await wire.get("f") }
        #expect(error?.reason == .unavailable)
        try wire.proxy.acceptConnections()
        #expect(try await wire.get("f") == Self.bytes)
    }

    @Test(
        "A server that dies in the midst of a body is an error when it does not come back",
        arguments: RealServer.present)
    func killedServer(_ server: RealServer) async throws {
        let wire = try await Wire(server, "killed")
        defer { wire.proxy.stop() }
        _ = try await wire.put("f", Self.bytes)
        wire.proxy.script(.stallAfter(bodyBytes: 1_000_000, seconds: 60), matching: { $0.hasPrefix("GET") })
        let sink = Sink()
        let (store, key) = (wire.store, wire.key("f"))
        let task = Task { () async -> StoreError? in
            do throws(StoreError) {
                _ = try await store.get(key, range: nil, ifMatches: nil, versionID: nil, onHead: nil, into: sink)
                return nil
            } catch {
                return error
            }
        }
        try await wait { !sink.bytes.isEmpty }
        wire.proxy.refuseConnections()
        #expect(await task.value?.reason == .unavailable)
        #expect(Self.bytes.starts(with: sink.bytes))
    }

    @Test(
        "A cancelled request ends long before the server answers, and its sink is left alone", .timeLimit(.minutes(3)),
        arguments: RealServer.present)
    func cancelled(_ server: RealServer) async throws {
        let wire = try await Wire(server, "cancel")
        defer { wire.proxy.stop() }
        _ = try await wire.put("f", Self.bytes)
        wire.proxy.script(.stallAfter(bodyBytes: 100_000, seconds: 600), matching: { $0.hasPrefix("GET") })
        let sink = Sink()
        let (store, key) = (wire.store, wire.key("f"))
        let task = Task { () async -> StoreError? in
            do throws(StoreError) {
                _ = try await store.get(key, range: nil, ifMatches: nil, versionID: nil, onHead: nil, into: sink)
                return nil
            } catch {
                return error
            }
        }
        try await wait { !sink.bytes.isEmpty }
        task.cancel()
        #expect(await task.value?.reason == .cancelled)
        let count = sink.bytes.count
        #expect(try await wire.get("f") == Self.bytes)
        #expect(sink.bytes.count == count)
    }

    @Test("A hundred GETs at once are all right, over no more connections than allowed", arguments: RealServer.present)
    func parallel(_ server: RealServer) async throws {
        let wire = try await Wire(server, "parallel")
        defer { wire.proxy.stop() }
        _ = try await wire.put("f", Self.bytes)
        wire.proxy.resetCounts()
        let good = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let range = (number * 20_000)..<(number * 20_000 + 90_001)
                    let got = try await wire.get("f", ByteRange(Int64(range.lowerBound)..<Int64(range.upperBound)))
                    return got == Array(Self.bytes[range])
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(good == 100)
        #expect(wire.proxy.requestCount("GET") == 100)
        #expect(wire.proxy.connectionCount <= 64)
        let count = wire.store.client.counters["GetObject"]
        #expect(count.requests == 100 && count.failures == 0 && count.bytesReceived == 9_000_100)
    }

    @Test("Requests one after another use one connection", arguments: RealServer.present)
    func keptConnection(_ server: RealServer) async throws {
        let wire = try await Wire(server, "kept")
        defer { wire.proxy.stop() }
        for number in 0..<20 { _ = try await wire.put("f", [UInt8(number)]) }
        await #expect(throws: StoreError.self) { try await wire.store.head(wire.key("none")) }
        #expect(try await wire.get("f") == [19])
        #expect(wire.proxy.requestCount() == 22)
        // The one that asked for the bucket is still there.
        #expect(wire.proxy.connectionCount <= 1)
    }

    @Test("A client that is shut down ends what is under way", arguments: RealServer.present)
    func shutdown(_ server: RealServer) async throws {
        let wire = try await Wire(server, "shutdown")
        defer { wire.proxy.stop() }
        _ = try await wire.put("f", Self.bytes)
        wire.proxy.script(.stallAfter(bodyBytes: 100_000, seconds: 60), matching: { $0.hasPrefix("GET") })
        let sink = Sink()
        let (store, key) = (wire.store, wire.key("f"))
        let task = Task {
            try await store.get(key, range: nil, ifMatches: nil, versionID: nil, onHead: nil, into: sink)
        }
        try await wait { !sink.bytes.isEmpty }
        store.client.shutdown()
        await #expect(throws: StoreError.self) { try await task.value }
        await #expect(throws: StoreError.self) { try await store.head(key) }
    }

    /// Waits for a condition, a minute at most.
    private func wait(for condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition() {
            try #require(ContinuousClock.now < deadline, "what was waited for did not happen")
            await Task.yield()
        }
    }
}
