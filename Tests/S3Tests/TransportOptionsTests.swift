import Testing

@testable import S3

@Suite("Proxies, deadlines and other options of the transport", .timeLimit(.minutes(5)))
struct TransportOptionsTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    private func exchange(
        _ method: String, host: String = "127.0.0.1", port: UInt16, scheme: String = "http"
    ) -> HTTPExchange {
        let endpoint = ResolvedEndpoint(
            scheme: scheme, host: host, port: Int(port), path: "/b/k", canonicalResource: "/b/k", region: "us-east-1")
        return HTTPExchange(request: HTTPRequest(method: method, endpoint: endpoint), stallTimeout: 60)
    }

    private func transport(_ configure: (inout ClientConfiguration) -> Void = { _ in }) -> CurlTransport {
        var configuration = ClientConfiguration()
        configure(&configuration)
        return CurlTransport(configuration: configuration)
    }

    @Test("A plain request goes to its proxy with its whole address, and past it where the host is an exception")
    func plainProxy() async throws {
        let proxy = try CannedServer([Self.ok])
        let server = try CannedServer([Self.ok])
        defer {
            proxy.stop()
            server.stop()
        }
        let transport = transport {
            $0.proxies = .init(http: "127.0.0.1:\(proxy.port)", exceptions: ["127.0.0.1:\(server.port)"])
        }
        defer { transport.shutdown() }
        _ = try await transport.perform(exchange("GET", host: "bucket.example", port: 81))
        #expect(proxy.requests.first?.hasPrefix("GET http://bucket.example:81/b/k HTTP/1.1\r\n") == true)
        _ = try await transport.perform(exchange("GET", port: server.port))
        #expect(server.requests.first?.hasPrefix("GET /b/k HTTP/1.1\r\n") == true)
    }

    @Test("A time without end is one", arguments: [.infinity, 1e300, .greatestFiniteMagnitude])
    func endlessTimes(_ time: Double) async throws {
        let server = try CannedServer([Self.ok])
        defer { server.stop() }
        let transport = transport { $0.connectTimeout = time }
        defer { transport.shutdown() }
        var exchange = exchange("GET", port: server.port)
        exchange.stallTimeout = time
        #expect(try await transport.perform(exchange).status == 200)
    }

    @Test("A request under TLS asks its proxy for a tunnel, and one that refuses is an error")
    func tunnel() async throws {
        let proxy = try CannedServer(["HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"])
        defer { proxy.stop() }
        let transport = transport { $0.proxies = .init(https: "http://u:p@127.0.0.1:\(proxy.port)") }
        defer { transport.shutdown() }
        await #expect(throws: TransportError.self) {
            try await transport.perform(exchange("GET", host: "bucket.example", port: 444, scheme: "https"))
        }
        let request = try #require(proxy.requests.first)
        #expect(request.hasPrefix("CONNECT bucket.example:444 HTTP/1.1\r\n"))
        #expect(request.contains("Proxy-Authorization: Basic dTpw\r\n"))
    }

    @Test("What went wrong is told in libcurl's words, and never with a proxy's password")
    func messages() async throws {
        let server = try CannedServer([])
        server.stop()
        let plain = transport()
        defer { plain.shutdown() }
        let error = await #expect(throws: TransportError.self) {
            try await plain.perform(exchange("GET", port: server.port))
        }
        #expect(error?.message.contains("Failed to connect to 127.0.0.1") == true, "\(String(describing: error))")
        let passwords = ["hunter2hunter2", String(repeating: "hunter2", count: 40)]
        for proxy in ["odd://mallory:PASSWORD@127.0.0.1:1", "http://mal lory:PASSWORD@127.0.0.1:1"] {
            for password in passwords {
                let proxy = proxy.replacing("PASSWORD", with: password)
                let transport = transport { $0.proxies = .init(http: proxy) }
                defer { transport.shutdown() }
                let error = await #expect(throws: TransportError.self) {
                    try await transport.perform(exchange("GET", host: "bucket.example", port: 81))
                }
                let message = try #require(error).description
                #expect(!message.contains("hunter2") && !message.contains("mallory"), "\(message)")
                #expect(message.contains("bucket.example:81"))
            }
        }
    }

    @Test("A body that wants it is announced, and sent also to a server that does not answer the question")
    func expectation() async throws {
        struct Announced: RequestBody {
            let bytes = BytesBody(Array("hello".utf8))
            var count: Int64 { bytes.count }
            var expectsContinue: Bool { true }
            func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
                try bytes.read(at: offset, into: buffer)
            }
        }
        let server = try CannedServer([Self.ok])
        defer { server.stop() }
        var configuration = ClientConfiguration()
        configuration.endpointURL = "http://127.0.0.1:\(server.port)"
        let client = try S3Client(configuration: configuration, credentials: .anonymous)
        defer { client.shutdown() }
        _ = try? await client.putObject(PutObjectInput(bucket: "b", key: "k", body: Announced()))
        let request = try #require(server.requests.first).lowercased()
        #expect(request.contains("expect: 100-continue\r\n") && request.hasSuffix("\r\n\r\nhello"))
    }

    @Test("A transfer that nobody answers ends with its deadline, and so does one that waits for a connection")
    func deadlines() async throws {
        let server = try CannedServer([])
        defer { server.stop() }
        let transport = transport { $0.maxConnections = 1 }
        let endless = exchange("GET", port: server.port)
        let first = Task { try await transport.perform(endless) }
        for _ in 0..<3 {
            var bounded = exchange("GET", port: server.port)
            bounded.timeLimit = 0.05
            let error = await #expect(throws: TransportError.self) { try await transport.perform(bounded) }
            #expect(error?.code == .deadline)
        }
        transport.shutdown()
        let outcome = await first.result
        #expect(throws: TransportError.self) { try outcome.get() }
    }

    @Test("A client file that is not there is an error of the certificate or the handshake")
    func certificate() async throws {
        let server = try CannedServer([Self.ok])
        defer { server.stop() }
        let transport = transport { $0.clientCertificate = "/nonexistent/client.pem" }
        defer { transport.shutdown() }
        let error = await #expect(throws: TransportError.self) {
            try await transport.perform(exchange("GET", port: server.port, scheme: "https"))
        }
        #expect(error?.code == .certificate || error?.code == .handshake)
    }

    @Test("Header fields keep their order and bytes, and are found by their names in lower case")
    func fields() {
        var fields = HeaderFields()
        for line in ["ETag: \"e\"", "X-Empty:", "x-amz-meta-a:  v w \t", "no field", "ETAG: second"] {
            Array(line.utf8).withUnsafeBytes { fields.append(line: $0[...]) }
        }
        #expect(fields["etag"] == "\"e\"" && fields["x-empty"] == "" && fields["x-amz-meta-a"] == "v w")
        #expect(fields["x"] == nil && fields["etags"] == nil)
        #expect(fields.all.map(\.name) == ["etag", "x-empty", "x-amz-meta-a", "etag"])
        fields.reset()
        #expect(fields.all.isEmpty && fields["etag"] == nil)
    }
}
