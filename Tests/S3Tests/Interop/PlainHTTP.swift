import Glibc

@testable import S3

/// Requests by a socket on a thread of its own, as whoever is given a URL may make them.
enum PlainHTTP {
    struct Answer: Sendable {
        var status: Int
        /// Names in lower case.
        var headers: [String: String]
        var body: [UInt8]
    }

    struct Failure: Error {
        let message: String
    }

    /// Sends a request to loopback, whatever the URL's host is called.
    static func send(
        _ method: String, _ url: String, headers: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> Answer {
        let rest = url.dropFirst("http://".count)
        let slash = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let host = rest[..<slash]
        var target = String(rest[slash...])
        if !target.hasPrefix("/") { target = "/" + target }
        guard url.hasPrefix("http://"), let port = host.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw Failure(message: "no URL with a port: \(url)")
        }
        var fields = ["host": String(host)].merging(headers) { $1 }
        if let body { fields["content-length"] = String(body.count) }
        var head = "\(method) \(target) HTTP/1.0\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        let request = Array((head + "\r\n").utf8) + (body ?? [])
        let answer = await withCheckedContinuation { (continuation: CheckedContinuation<[UInt8]?, Never>) in
            if !DetachedThread.start({ continuation.resume(returning: exchange(request, port: port)) }) {
                continuation.resume(returning: nil)
            }
        }
        guard let answer, let parsed = parse(answer) else { throw Failure(message: "no answer to \(method) \(url)") }
        return parsed
    }

    /// Nil when there is no connection.
    private static func exchange(_ request: [UInt8], port: UInt16) -> [UInt8]? {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return nil }
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, CInt(MSG_NOSIGNAL))
            }
            // A server may answer before it has read everything.
            guard count > 0 else { break }
            sent += count
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer[..<count]
        }
    }

    private static func parse(_ answer: [UInt8]) -> Answer? {
        let end: [UInt8] = [13, 10, 13, 10]
        guard let start = answer.indices.first(where: { answer[$0...].starts(with: end) }) else { return nil }
        let lines = String(decoding: answer[..<start], as: UTF8.self).split(separator: "\r\n")
        guard let words = lines.first?.split(separator: " "), words.count > 1, let status = Int(words[1]) else {
            return nil
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        return Answer(status: status, headers: headers, body: Array(answer[(start + 4)...]))
    }
}
