import Glibc
import Synchronization

@testable import S3
@testable import WireFaults

/// A store behind a socket: for transfers over the transport that is really used.
final class TransferServer: Sendable {
    let port: UInt16
    let store: TransferStore
    private let listener: CInt

    init(_ store: TransferStore) throws {
        let socket = try LoopbackSocket.listen(on: 0)
        (listener, port) = (socket.descriptor, socket.port)
        self.store = store
        let listener = listener
        _ = DetachedThread.start {
            while case let client = accept(listener, nil, nil), client >= 0 {
                _ = DetachedThread.start { Self.serve(SocketStream(client), store) }
            }
            close(listener)
        }
    }

    /// Ends the thread that accepts; the others end with their connections.
    func stop() { shutdown(listener, CInt(SHUT_RDWR)) }

    private static func serve(_ stream: SocketStream, _ store: TransferStore) {
        defer { close(stream.descriptor) }
        while let request = try? MessageHead(from: stream) {
            var body: [UInt8] = []
            let reader = BodyReader(stream: stream, framing: request.requestFraming)
            guard (try? reader.read { if $1 { body += $0 } }) != nil else { return }
            var headers: [String: String] = [:]
            for line in request.fieldLines {
                let halves = String(decoding: line, as: UTF8.self).split(separator: ":", maxSplits: 1)
                headers[halves[0].lowercased()] = halves.dropFirst().first.map { String($0.trimmingPrefix(" ")) } ?? ""
            }
            let target = String(request.startLine.split(separator: " ")[1])
            let answer = store.answer(request.method, target, headers, body)
            var head = "HTTP/1.1 \(answer.status) Answer\r\n"
            for (name, value) in answer.headers where name != "content-length" { head += "\(name): \(value)\r\n" }
            let length = request.method == "HEAD" ? answer["content-length"] ?? "0" : String(answer.body.count)
            head += "content-length: \(length)\r\n\r\n"
            let sent = request.method == "HEAD" ? [] : answer.body
            guard (try? stream.write(Array(head.utf8) + sent)) != nil else { return }
        }
    }
}
