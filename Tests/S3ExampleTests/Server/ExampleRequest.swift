@testable import WireFaults

/// A request as the server got it.
struct ExampleRequest: Sendable {
    let method: String
    /// Decoded, with its slash.
    let path: String
    /// Decoded; the value of a name without one is empty.
    let query: [String: String]
    let body: [UInt8]
    private let head: MessageHead

    init(_ head: MessageHead, from stream: SocketStream) throws(ConnectionEnded) {
        self.head = head
        method = head.method
        let target = head.startLine.split(separator: " ").dropFirst().first ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1)
        path = Self.decoded(parts.first ?? "/")
        query = Self.form(parts.dropFirst().first ?? "")
        if head["expect"] != nil { try stream.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        var body: [UInt8] = []
        try BodyReader(stream: stream, framing: head.requestFraming).read { piece, isData in
            if isData { body += piece }
        }
        self.body = body
    }

    /// The value of a header field; the name in lower case.
    subscript(_ name: String) -> String? { head[name] }

    /// The bucket and the key of the path.
    var bucket: String { String(path.dropFirst().prefix { $0 != "/" }) }
    var key: String { String(path.dropFirst(bucket.count + 2)) }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The fields whose names begin so, in lower case.
    func fields(_ prefixes: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for line in head.fieldLines {
            let name = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self).lowercased()
            if prefixes.contains(where: { name.hasPrefix($0) }) { found[name] = head[name] }
        }
        return found
    }

    static func form(_ text: Substring) -> [String: String] {
        var values: [String: String] = [:]
        for item in text.split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[decoded(pair[0])] = pair.count > 1 ? decoded(pair[1]) : ""
        }
        return values
    }

    static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What the server answers.
struct ExampleResponse: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    init(_ status: Int = 200, _ headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(xml: String, _ headers: [String: String] = [:]) {
        self.init(200, headers, body: Array(xml.utf8))
    }

    static func error(_ status: Int, _ code: String) -> ExampleResponse {
        ExampleResponse(status, body: Array("<Error><Code>\(code)</Code><Message>no</Message></Error>".utf8))
    }

    func bytes(to method: String) -> [UInt8] {
        var text = "HTTP/1.1 \(status) X\r\nx-amz-request-id: EXAMPLE\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        if headers["content-length"] == nil, status != 204, status != 304 {
            text += "content-length: \(body.count)\r\n"
        }
        return Array((text + "\r\n").utf8) + (method == "HEAD" ? [] : body)
    }
}
