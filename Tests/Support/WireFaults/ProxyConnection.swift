/// One client's connection through the proxy; used by one thread.
final class ProxyConnection {
    private let proxy: FaultProxy
    private let client: SocketStream
    private var server: SocketStream?

    init(_ proxy: FaultProxy, client: CInt) {
        self.proxy = proxy
        self.client = SocketStream(client)
    }

    /// Serves requests until one side or a fault ends the connection, and closes both.
    func run() {
        do throws(ConnectionEnded) {
            while try serveOne() {}
        } catch {}
        if let server { proxy.close(server.descriptor) }
        proxy.close(client.descriptor)
    }

    /// Serves one request; false when it was the last.
    private func serveOne() throws(ConnectionEnded) -> Bool {
        var request = try MessageHead(from: client)
        let fault = proxy.receive(request.startLine)
        if fault == .reset {
            client.resetAtClose()
            return false
        }
        // The proxy takes every body, so it says so itself; the server need not be asked.
        if request["expect"] != nil {
            request.remove("expect")
            try client.write("HTTP/1.1 100 Continue\r\n\r\n".utf8)
        }
        switch fault {
        case .answer(let status, let code, let message):
            try BodyReader(stream: client, framing: request.requestFraming).read { _, _ in }
            try answer(request, status: status, code: code, message: message)
            return !request.closes
        case .embeddedError(let code, let message):
            try BodyReader(stream: client, framing: request.requestFraming).read { _, _ in }
            try answer(request, status: 200, code: code, message: message)
            return !request.closes
        default: return try forward(request, fault)
        }
    }

    private func forward(_ request: MessageHead, _ fault: Fault?) throws(ConnectionEnded) -> Bool {
        let server = try connectedServer()
        try server.write(request.bytes)
        let client = client
        try BodyReader(stream: client, framing: request.requestFraming).read { piece, _ throws(ConnectionEnded) in
            try server.write(piece)
        }
        var head = try MessageHead(from: server)
        while head.status / 100 == 1 { head = try MessageHead(from: server) }
        let framing = head.answerFraming(to: request.method)
        let body = BodyReader(stream: server, framing: framing)
        let goesOn = !request.closes && !head.closes && framing != .untilClose

        switch fault {
        case .dropAnswer:
            try body.read { _, _ in }
            client.resetAtClose()
            return false
        case .replaceAnswer(let status, let code, let message):
            try body.read { _, _ in }
            try answer(request, status: status, code: code, message: message)
            return goesOn
        case .delay(let seconds): try client.pause(seconds: seconds)
        default: break
        }
        try client.write(head.bytes)
        var cut = BodyCut(fault)
        if try cut.apply(to: client, bodyBytes: 0) { return false }
        var sent = 0
        var ended = false
        try body.read { piece, isData throws(ConnectionEnded) in
            guard isData, let limit = cut.limit, sent + piece.count >= limit else {
                if isData { sent += piece.count }
                try client.write(piece)
                return
            }
            let first = limit - sent
            try client.write(piece[..<first])
            sent += piece.count
            if try cut.apply(to: client, bodyBytes: limit) {
                ended = true
                throw ConnectionEnded()
            }
            try client.write(piece[first...])
        }
        return goesOn && !ended
    }

    private func connectedServer() throws(ConnectionEnded) -> SocketStream {
        if let server {
            if server.isIdle { return server }
            proxy.close(server.descriptor)
            self.server = nil
        }
        let stream = SocketStream(try proxy.connectToServer())
        server = stream
        return stream
    }

    private func answer(
        _ request: MessageHead, status: Int, code: String, message: String
    ) throws(ConnectionEnded) {
        let body =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(code)</Code><Message>\(message)</Message>"
            + "<Resource>/</Resource><RequestId>SCRIPTED</RequestId></Error>"
        let head =
            "HTTP/1.1 \(status) Scripted\r\nContent-Type: application/xml\r\nx-amz-request-id: SCRIPTED\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n"
        try client.write((request.method == "HEAD" ? head : head + body).utf8)
    }
}

/// What a fault does in the midst of a body, once.
private struct BodyCut {
    /// The count of body bytes after which it happens; nil when it does not, or has.
    private(set) var limit: Int?
    private let fault: Fault?

    init(_ fault: Fault?) {
        self.fault = fault
        switch fault {
        case .resetAfter(let bytes), .truncateAfter(let bytes), .stallAfter(let bytes, _): limit = bytes
        default: limit = nil
        }
    }

    /// Does it if its place is reached; true when the connection is to end.
    mutating func apply(to client: SocketStream, bodyBytes: Int) throws(ConnectionEnded) -> Bool {
        guard limit == bodyBytes else { return false }
        limit = nil
        switch fault {
        case .resetAfter:
            client.resetAtClose()
            return true
        case .truncateAfter: return true
        case .stallAfter(_, let seconds):
            try client.pause(seconds: seconds)
            return false
        default: return false
        }
    }
}
