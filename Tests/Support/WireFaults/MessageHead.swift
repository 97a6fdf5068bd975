/// The head of an HTTP message and how its body ends.
struct MessageHead {
    /// Where a body ends.
    enum Framing: Hashable {
        case empty
        case length(Int)
        case chunked
        case untilClose
    }

    /// The first line, without its end.
    let startLine: String
    /// Each field line as it came, without its end.
    private(set) var fieldLines: [[UInt8]] = []

    /// Reads a head.
    init(from stream: SocketStream) throws(ConnectionEnded) {
        var line = try Self.stripped(stream.line())
        // An empty line before a request is allowed.
        if line.isEmpty { line = try Self.stripped(stream.line()) }
        startLine = String(decoding: line, as: UTF8.self)
        while true {
            let line = try Self.stripped(stream.line())
            if line.isEmpty { return }
            fieldLines.append(line)
        }
    }

    /// The method of a request.
    var method: String { String(startLine.prefix { $0 != " " }) }

    /// The status of an answer.
    var status: Int { Int(startLine.split(separator: " ").dropFirst().first ?? "") ?? 0 }

    /// Whether this message is the connection's last.
    var closes: Bool { self["connection"]?.lowercased() == "close" || startLine.hasSuffix("HTTP/1.0") }

    /// How a request's body ends.
    var requestFraming: Framing {
        if self["transfer-encoding"]?.lowercased() == "chunked" { return .chunked }
        guard let length = self["content-length"].flatMap({ Int($0) }), length > 0 else { return .empty }
        return .length(length)
    }

    /// How an answer's body ends.
    func answerFraming(to method: String) -> Framing {
        if method == "HEAD" || status == 204 || status == 304 || status / 100 == 1 { return .empty }
        if self["transfer-encoding"]?.lowercased() == "chunked" { return .chunked }
        return self["content-length"].flatMap { Int($0) }.map { .length($0) } ?? .untilClose
    }

    /// The value of a field; the name in lower case.
    subscript(_ name: String) -> String? {
        for line in fieldLines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                String(decoding: line[..<colon], as: UTF8.self).lowercased() == name
            else { continue }
            let value = line[(colon + 1)...].drop { $0 == 32 || $0 == 9 }
            return String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    /// Takes a field out.
    mutating func remove(_ name: String) {
        fieldLines.removeAll { line in
            String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self).lowercased() == name
        }
    }

    /// The head as it goes over the wire.
    var bytes: [UInt8] {
        var bytes = Array(startLine.utf8) + [13, 10]
        for line in fieldLines { bytes += line + [13, 10] }
        return bytes + [13, 10]
    }

    private static func stripped(_ line: [UInt8]) -> [UInt8] {
        var line = line
        while line.last == 10 || line.last == 13 { line.removeLast() }
        return line
    }
}
