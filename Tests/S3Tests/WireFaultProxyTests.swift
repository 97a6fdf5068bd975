import Glibc
import Synchronization
import Testing

@testable import WireFaults

/// An HTTP server of a few lines: answers with the request's body, or `size` bytes of a pattern, chunked if asked.
private final class EchoServer: Sendable {
    let port: UInt16
    private let listener: CInt
    private let served = Mutex(0)

    init() throws {
        let socket = try LoopbackSocket.listen(on: 0)
        (listener, port) = (socket.descriptor, socket.port)
        let thread = Thread { [listener] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                Thread { self.serve(SocketStream(client)) }.start()
            }
            close(listener)
        }
        thread.start()
    }

    var count: Int { served.withLock { $0 } }
    func stop() { shutdown(listener, CInt(SHUT_RDWR)) }

    static func pattern(_ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) } }

    private func serve(_ stream: SocketStream) {
        defer { close(stream.descriptor) }
        while let request = try? MessageHead(from: stream) {
            var body: [UInt8] = []
            guard
                (try? BodyReader(stream: stream, framing: request.requestFraming).read { if $1 { body += $0 } }) != nil
            else { return }
            served.withLock { $0 += 1 }
            if let size = request["x-size"].flatMap({ Int($0) }) { body = Self.pattern(size) }
            var answer = Array("HTTP/1.1 200 OK\r\n".utf8)
            if request["x-chunked"] != nil {
                answer += Array("Transfer-Encoding: chunked\r\n\r\n".utf8)
                for start in stride(from: 0, to: body.count, by: 1_000) {
                    let piece = body[start..<min(start + 1_000, body.count)]
                    answer += Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + [13, 10]
                }
                answer += Array("0\r\n\r\n".utf8)
            } else {
                answer += Array("Content-Length: \(body.count)\r\n\r\n".utf8) + (request.method == "HEAD" ? [] : body)
            }
            guard (try? stream.write(answer)) != nil else { return }
        }
    }
}

/// A detached thread: whoever waits for a socket does it here, since the concurrency pool has few threads.
private struct Thread {
    final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    let work: Work
    init(_ run: @escaping @Sendable () -> Void) { work = Work(run) }

    func start() {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(work).toOpaque()
        )
        pthread_detach(thread)
    }

    /// Runs a piece of work on a thread of its own and waits for it without holding one.
    static func run<Success: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Success
    ) async throws(Failure) -> Success {
        let result: Result<Success, Failure> = await withCheckedContinuation { continuation in
            Thread {
                do throws(Failure) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }.start()
        }
        return try result.get()
    }
}

/// A client on one kept connection, which asks one thing after the other.
private final class Client: Sendable {
    /// Guards the connection.
    private let stream: Mutex<SocketStream>
    private let descriptor: CInt

    init(_ port: UInt16) throws {
        descriptor = try LoopbackSocket.connect(to: port)
        stream = Mutex(SocketStream(descriptor))
    }

    deinit { close(descriptor) }

    /// The status, the body, and whether it came to its end.
    func request(_ line: String, fields: [String] = [], body: [UInt8] = []) async throws(ConnectionEnded) -> Answer {
        try await Thread.run { () throws(ConnectionEnded) in
            try self.stream.withLock { stream throws(ConnectionEnded) in
                try Self.ask(stream, line, fields, body)
            }
        }
    }

    typealias Answer = (status: Int, body: [UInt8], isWhole: Bool)

    private static func ask(
        _ stream: SocketStream, _ line: String, _ fields: [String], _ body: [UInt8]
    ) throws(ConnectionEnded) -> Answer {
        var head = "\(line) HTTP/1.1\r\nHost: example\r\n"
        for field in fields { head += field + "\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        try stream.write(Array((head + "\r\n").utf8) + body)
        var answer = try MessageHead(from: stream)
        while answer.status == 100 { answer = try MessageHead(from: stream) }
        var bytes: [UInt8] = []
        let framing = answer.answerFraming(to: String(line.prefix { $0 != " " }))
        do throws(ConnectionEnded) {
            try BodyReader(stream: stream, framing: framing).read { piece, isData in if isData { bytes += piece } }
        } catch {
            return (answer.status, bytes, false)
        }
        return (answer.status, bytes, true)
    }
}

@Suite("The proxy that breaks HTTP", .timeLimit(.minutes(1)))
struct WireFaultProxyTests {
    private let server: EchoServer
    private let proxy: FaultProxy

    init() throws {
        server = try EchoServer()
        proxy = try FaultProxy(to: server.port)
    }

    private func end() {
        proxy.stop()
        server.stop()
    }

    @Test("Without a script everything passes, over one kept connection on each side", arguments: [false, true])
    func passes(chunked: Bool) async throws {
        defer { end() }
        let client = try Client(proxy.port)
        for size in [0, 1, 999, 1_000, 65_536, 1_000_000] {
            let answer = try await client.request(
                "GET /a", fields: ["x-size: \(size)"] + (chunked ? ["x-chunked: 1"] : []))
            #expect(answer.status == 200)
            #expect(answer.isWhole)
            #expect(answer.body == EchoServer.pattern(size))
        }
        let body = EchoServer.pattern(300_000)
        #expect(try await client.request("PUT /b", fields: ["Expect: 100-continue"], body: body).body == body)
        #expect(try await client.request("HEAD /c", fields: ["x-size: 10"]).body.isEmpty)
        #expect(proxy.connectionCount == 1)
        #expect(proxy.requestCount("GET") == 6)
        #expect(proxy.requestCount("PUT") == 1)
        #expect(proxy.requestCount() == 8)
        #expect(proxy.requestLines.last == "HEAD /c HTTP/1.1")
        proxy.resetCounts()
        #expect(proxy.requestCount() == 0)
    }

    @Test("A scripted answer replaces the server's, as often as asked, where it matches")
    func answers() async throws {
        defer { end() }
        let client = try Client(proxy.port)
        proxy.script(.answer(status: 503, code: "SlowDown"), matching: { $0.hasPrefix("PUT ") }, times: 2)
        proxy.script(.embeddedError(code: "InternalError"), matching: { $0.contains("/copy") })
        #expect(proxy.pendingFaults == 3)
        #expect(try await client.request("GET /a").status == 200)
        for _ in 0..<2 {
            let answer = try await client.request("PUT /a", body: [1, 2, 3])
            #expect(answer.status == 503)
            #expect(String(decoding: answer.body, as: UTF8.self).contains("<Code>SlowDown</Code>"))
        }
        #expect(try await client.request("PUT /a", body: [1, 2, 3]).body == [1, 2, 3])
        let embedded = try await client.request("POST /copy", body: [1])
        #expect(embedded.status == 200)
        #expect(String(decoding: embedded.body, as: UTF8.self).contains("<Code>InternalError</Code>"))
        #expect(proxy.pendingFaults == 0)
        #expect(server.count == 2)
        proxy.script(.replaceAnswer(status: 500, code: "InternalError"))
        #expect(try await client.request("PUT /a", body: [1]).status == 500)
        #expect(server.count == 3)
    }

    @Test("A body is cut after the bytes asked for, by RST or by FIN", arguments: [0, 1, 5_000], [false, true])
    func cuts(bytes: Int, chunked: Bool) async throws {
        defer { end() }
        let fields = ["x-size: 100000"] + (chunked ? ["x-chunked: 1"] : [])
        proxy.script(.truncateAfter(bodyBytes: bytes))
        let truncated = try await Client(proxy.port).request("GET /a", fields: fields)
        #expect(truncated.status == 200)
        #expect(!truncated.isWhole)
        #expect(truncated.body.count == bytes)
        proxy.script(.resetAfter(bodyBytes: bytes))
        // RST throws away what the client has not read yet, even the head.
        let reset = try? await Client(proxy.port).request("GET /a", fields: fields)
        #expect(reset?.isWhole != true)
        #expect((reset?.body.count ?? 0) <= bytes)
        #expect(try await Client(proxy.port).request("GET /a", fields: fields).isWhole)
    }

    @Test("An answer is dropped after the server did the work, and a reset comes before it")
    func drops() async throws {
        defer { end() }
        proxy.script(.reset)
        await #expect(throws: ConnectionEnded.self) { try await Client(proxy.port).request("PUT /a", body: [1]) }
        #expect(server.count == 0)
        proxy.script(.dropAnswer)
        await #expect(throws: ConnectionEnded.self) { try await Client(proxy.port).request("PUT /a", body: [1]) }
        #expect(server.count == 1)
        #expect(proxy.requestCount("PUT") == 2)
    }

    @Test("Delays and stalls last as long as asked, and end when the proxy stops")
    func delays() async throws {
        defer { end() }
        for fault in [Fault.delay(seconds: 0.3), .stallAfter(bodyBytes: 10, seconds: 0.3)] {
            proxy.script(fault)
            let start = ContinuousClock.now
            let answer = try await Client(proxy.port).request("GET /a", fields: ["x-size: 1000"])
            #expect(answer.body == EchoServer.pattern(1_000))
            #expect(ContinuousClock.now - start >= .milliseconds(290))
        }
        proxy.script(.delay(seconds: 1_000))
        let proxy = proxy
        let port = proxy.port
        let client = try Client(port)
        let never = Task { try await client.request("GET /never") }
        let deadline = ContinuousClock.now + .seconds(50)
        while proxy.requestCount() < 3 {
            try #require(ContinuousClock.now < deadline, "the request did not arrive")
            await Task.yield()
        }
        // It waits for the connections' threads to end.
        await Thread.run { proxy.stop() }
        await #expect(throws: ConnectionEnded.self) { try await never.value }
    }

    @Test("A closed port refuses, and opens again with the same number")
    func refuses() async throws {
        defer { end() }
        #expect(try await Client(proxy.port).request("GET /a").status == 200)
        proxy.refuseConnections()
        #expect(throws: SocketFailure.self) { try Client(proxy.port) }
        try proxy.acceptConnections()
        #expect(try await Client(proxy.port).request("GET /a").status == 200)
    }
}
