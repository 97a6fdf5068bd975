import Synchronization

@testable import S3

/// A transport that answers each request by a function, and remembers requests with their bodies.
final class ResourceTransport: HTTPTransport {
    /// What was asked.
    struct Asked: Sendable {
        var method: String
        var path: String
        /// Sorted by name; a sub-resource has an empty value.
        var query: [[String]]
        var headers: [String: String]
        var body: String

        func item(_ name: String) -> String? { query.first { $0[0] == name }?[1] }
    }

    private let asked = Mutex<[Asked]>([])
    private let answer: @Sendable (Int, Asked) async -> HTTPResponse

    /// - Parameter answer: given the number of the request, from 0, and what it asks.
    init(_ answer: @escaping @Sendable (Int, Asked) async -> HTTPResponse) { self.answer = answer }

    var requests: [Asked] { asked.withLock { $0 } }

    func perform(_ exchange: HTTPExchange) async throws(TransportError) -> HTTPResponse {
        let request = Self.asked(exchange)
        let number = asked.withLock { asked in
            asked.append(request)
            return asked.count - 1
        }
        let response = await answer(number, request)
        guard let receiver = exchange.receiver, response.isSuccess else { return response }
        var head = response
        head.body = []
        guard receiver.receiveHead(head), response.body.withUnsafeBytes({ receiver.receiveBody($0) }) == .taken else {
            throw TransportError(.refused, "refused")
        }
        return head
    }

    private static func asked(_ exchange: HTTPExchange) -> Asked {
        let request = exchange.request
        let query = request.query.map {
            [String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value ?? [], as: UTF8.self)]
        }
        var body: [UInt8] = []
        if let given = exchange.body {
            body = [UInt8](repeating: 0, count: Int(given.count))
            let count = try? body.withUnsafeMutableBytes { try given.read(at: 0, into: $0) }
            if count != body.count { body = [] }
        }
        return Asked(
            method: request.method, path: request.endpoint.path, query: query.sorted { $0[0] < $1[0] },
            headers: Dictionary(request.headers.map { ($0.name, $0.value) }) { first, _ in first },
            body: String(decoding: body, as: UTF8.self))
    }

    /// Resources on this transport.
    func resource() throws -> S3Resource {
        var configuration = ClientConfiguration()
        configuration.endpointURL = "http://127.0.0.1:9"
        configuration.addressingStyle = .path
        configuration.maxAttempts = 1
        let pipeline = try RequestPipeline(
            configuration: configuration, credentials: CredentialSource(RotatingCredentials()), transport: self,
            clock: ManualClock())
        return S3Resource(client: S3Client(transport: self, pipeline: pipeline))
    }

    static func ok(_ body: String = "", headers: [(name: String, value: String)] = []) -> HTTPResponse {
        HTTPResponse(status: 200, headers: headers, body: Array(body.utf8))
    }

    /// A page of a listing by markers: keys of eight digits, `size` a page, `total` in all.
    static func page(_ asked: Asked, size: Int, total: Int) -> HTTPResponse {
        let first = asked.item("marker").flatMap { Int($0) }.map { $0 + 1 } ?? 0
        let end = min(first + min(size, asked.item("max-keys").flatMap { Int($0) } ?? size), total)
        var body = "<ListBucketResult><IsTruncated>\(end < total)</IsTruncated>"
        for number in first..<max(first, end) {
            body += "<Contents><Key>\(key(number))</Key><Size>\(number)</Size><ETag>\"e\"</ETag></Contents>"
        }
        return ok(body + "</ListBucketResult>")
    }

    static func key(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}
