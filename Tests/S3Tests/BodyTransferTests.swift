import Synchronization
import Testing
import WireFaults

@testable import S3

/// Objects over a real connection, through the proxy that breaks it.
@Suite("Reading objects over the wire", .timeLimit(.minutes(5)))
struct BodyTransferTests {
    private let server: PatternServer
    private let proxy: FaultProxy
    private let client: S3Client

    init() throws {
        server = try PatternServer()
        proxy = try FaultProxy(to: server.port)
        var configuration = ClientConfiguration()
        configuration.endpointURL = "http://127.0.0.1:\(proxy.port)"
        configuration.maxConnections = 2
        client = try S3Client(configuration: configuration, credentials: .anonymous)
    }

    private func end() {
        client.shutdown()
        proxy.stop()
        server.stop()
    }

    private func get(_ size: Int) async throws(S3Error) -> ObjectBody {
        try await client.getObject(GetObjectInput(bucket: "b", key: Key("\(size)"))).body
    }

    @Test("Objects of every size arrive whole", arguments: [0, 1, 4_096, 65_536, 65_537, 3_000_000])
    func sizes(_ size: Int) async throws {
        defer { end() }
        #expect(try await get(size).collect() == PatternServer.pattern(0..<size))
    }

    @Test("A body that nobody reads takes no place from others, and goes on where it was")
    func unread() async throws {
        defer { end() }
        // More than the client has connections.
        var bodies: [ObjectBody] = []
        for _ in 0..<5 { bodies.append(try await get(4_000_000)) }
        #expect(try await get(100).collect().count == 100)
        for body in bodies { #expect(try await body.collect() == PatternServer.pattern(0..<4_000_000)) }
    }

    @Test("A connection that breaks is taken up where it broke, under the reader's feet", arguments: [false, true])
    func resumes(byReset: Bool) async throws {
        defer { end() }
        for cut in [1, 100_000, 2_999_999] {
            proxy.script(byReset ? .resetAfter(bodyBytes: cut) : .truncateAfter(bodyBytes: cut))
        }
        var read: [UInt8] = []
        for try await piece in try await get(3_000_000) { read += piece }
        #expect(read == PatternServer.pattern(0..<3_000_000))
        #expect(proxy.pendingFaults == 0)
    }

    @Test("Leaving a loop ends the transfer, and letting go of a body does")
    func leaves() async throws {
        defer { end() }
        for _ in 0..<4 {
            for try await piece in try await get(50_000_000) {
                #expect(!piece.isEmpty)
                break
            }
            _ = try await get(50_000_000)
        }
        let body = try await get(50_000_000)
        body.close()
        await #expect(throws: S3Error.self) { try await body.collect() }
        #expect(try await get(10).collect().count == 10)
    }

    @Test("A missing object is an error before there is a body")
    func missing() async throws {
        defer { end() }
        proxy.script(.answer(status: 404, code: "NoSuchKey"))
        let error = await #expect(throws: S3Error.self) { try await get(10) }
        #expect(error?.code == "NoSuchKey")
    }

    @Test("Many objects at once over few connections all arrive")
    func many() async throws {
        defer { end() }
        let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<60 {
                group.addTask { try await get(number * 1_000).collect().count }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(sizes == Set((0..<60).map { $0 * 1_000 }))
    }
}
