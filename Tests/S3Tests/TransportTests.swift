import Testing

@testable import S3

@Suite struct TransportTests {
    private func exchange(_ method: String, _ server: CannedServer, path: String = "/b/k") -> HTTPExchange {
        let endpoint = ResolvedEndpoint(
            scheme: "http", host: "127.0.0.1", port: Int(server.port), path: path, canonicalResource: path,
            region: "us-east-1")
        return HTTPExchange(request: HTTPRequest(method: method, endpoint: endpoint), stallTimeout: 5)
    }

    private func perform(_ exchange: HTTPExchange) async throws(TransportError) -> HTTPResponse {
        let transport = CurlTransport(configuration: ClientConfiguration())
        defer { transport.shutdown() }
        return try await transport.perform(exchange)
    }

    @Test("Path and query go out exactly as encoded, with no field that nobody asked for")
    func asEncoded() async throws {
        let server = try CannedServer(["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"])
        defer { server.stop() }
        var exchange = exchange("GET", server, path: "/b/a/../%2E/./c//d%20%2B+%C3%A9")
        exchange.request.query = [(Array("x".utf8), Array("a b/+é".utf8)), (Array("uploads".utf8), nil)]
        exchange.request.headers = [("x-empty", ""), ("x-amz-meta-a", "b")]
        _ = try await perform(exchange)
        let lines = try #require(server.requests.first).split(separator: "\r\n").map(String.init)
        #expect(lines.first == "GET /b/a/../%2E/./c//d%20%2B+%C3%A9?x=a%20b%2F%2B%C3%A9&uploads HTTP/1.1")
        let names = lines.dropFirst().map { $0.split(separator: ":")[0].lowercased() }.sorted()
        #expect(names == ["accept", "host", "user-agent", "x-amz-meta-a", "x-empty"])
        #expect(lines.contains { $0.lowercased() == "host: 127.0.0.1:\(server.port)" })
    }

    @Test("A body has its length, no Expect and no invented type; none is a length of zero")
    func bodies() async throws {
        let server = try CannedServer([String](repeating: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", count: 3))
        defer { server.stop() }
        let transport = CurlTransport(configuration: ClientConfiguration())
        var put = exchange("PUT", server)
        put.body = BytesBody(Array("hello".utf8))
        _ = try await transport.perform(put)
        _ = try await transport.perform(exchange("POST", server))
        _ = try await transport.perform(exchange("DELETE", server))
        let requests = server.requests.map { $0.lowercased() }
        #expect(requests[0].hasSuffix("\r\n\r\nhello") && requests[0].contains("content-length: 5\r\n"))
        #expect(requests[1].hasPrefix("post") && requests[1].contains("content-length: 0\r\n"))
        #expect(requests[2].hasPrefix("delete") && !requests[2].contains("content-length"))
        for request in requests {
            #expect(!request.contains("expect:") && !request.contains("content-type:") && !request.contains("chunked"))
        }
    }

    @Test(
        "An answer that is none, or breaks off, is an error",
        arguments: [
            ("", TransportError.Code.send), ("220 this is a server of another kind\r\n", .malformed),
            ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", .receive),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n", .receive),
            ("HTTP/1.1 200 OK\r\nContent-Le", .send),
        ])
    func broken(_ answer: String, _ code: TransportError.Code) async throws {
        let server = try CannedServer([answer])
        defer { server.stop() }
        let error = await #expect(throws: TransportError.self) { try await perform(exchange("GET", server)) }
        #expect(error?.code == code)
        #expect(error?.bytesReceived == (code == .receive ? 5 : 0))
    }

    @Test("A redirect is an answer like others, and 100 Continue is none")
    func heads() async throws {
        let server = try CannedServer([
            "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 2\r\n\r\nno",
            "HTTP/1.1 100 Continue\r\nX-No: 1\r\n\r\nHTTP/1.1 200 OK\r\nX-A:  b \r\nContent-Length: 2\r\n\r\nok",
        ])
        defer { server.stop() }
        let redirect = try await perform(exchange("GET", server))
        #expect(redirect.status == 307 && redirect.body == Array("no".utf8))
        let answer = try await perform(exchange("GET", server))
        #expect(
            answer.status == 200 && answer["x-a"] == "b" && answer["x-no"] == nil && answer.body == Array("ok".utf8))
    }

    @Test("The body of an error is kept up to 64 KiB")
    func longError() async throws {
        let text = String(repeating: "x", count: 200_000)
        let server = try CannedServer(["HTTP/1.1 500 No\r\nContent-Length: 200000\r\n\r\n\(text)"])
        defer { server.stop() }
        #expect(try await perform(exchange("GET", server)).body.count == 64 << 10)
    }

    @Test("A field with a line break is refused before it is sent")
    func lineBreak() async throws {
        let server = try CannedServer([])
        defer { server.stop() }
        var exchange = exchange("GET", server)
        exchange.request.headers = [("a", "b\r\nc: d")]
        let error = await #expect(throws: TransportError.self) { try await perform(exchange) }
        #expect(error?.code == .unsendable)
    }

    @Test("A body that cannot be read ends the request with its own error")
    func unreadableBody() async throws {
        struct Unreadable: Error {}
        struct Body: RequestBody {
            let count: Int64 = 10
            func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int { throw Unreadable() }
        }
        let server = try CannedServer([""])
        defer { server.stop() }
        var exchange = exchange("PUT", server)
        exchange.body = Body()
        let error = await #expect(throws: TransportError.self) { try await perform(exchange) }
        #expect(error?.code == .source && error?.cause is Unreadable)
    }

    @Test("Tasks cancelled at any moment all end, and shutting down twice is harmless")
    func manyCancelled() async throws {
        let server = try CannedServer([])
        var configuration = ClientConfiguration()
        configuration.maxConnections = 2
        let transport = CurlTransport(configuration: configuration)
        let request = exchange("GET", server)
        let ended = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask { (try? await transport.perform(request)) == nil }
            }
            group.cancelAll()
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(ended == 200)
        transport.shutdown()
        transport.shutdown()
        let error = await #expect(throws: TransportError.self) { try await transport.perform(request) }
        #expect(error?.code == .shutdown)
        server.stop()
    }
}
