import Glibc
import Synchronization

@testable import WireFaults

/// A server of a few lines: answers each connection with bytes from a list, whatever is asked, and closes it.
final class CannedServer: Sendable {
    let port: UInt16
    private let listener: CInt
    /// Guards the heads and bodies received so far, one text for each request.
    private let received = Mutex<[String]>([])
    private let answers: [String]

    init(_ answers: [String]) throws {
        let socket = try LoopbackSocket.listen(on: 0)
        (listener, port) = (socket.descriptor, socket.port)
        self.answers = answers
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<CannedServer>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_detach(thread)
    }

    var requests: [String] { received.withLock { $0 } }

    // Not before: `stop` must not meet another socket under a number that was used again.
    deinit { close(listener) }

    /// Ends the thread: its `accept` fails.
    func stop() { shutdown(listener, CInt(SHUT_RDWR)) }

    private func run() {
        for answer in answers {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            let stream = SocketStream(client)
            var text = ""
            var length = 0
            while let line = try? stream.line() {
                let line = String(decoding: line, as: UTF8.self)
                text += line
                if line.lowercased().hasPrefix("content-length:") {
                    length = Int(line.split(separator: ":")[1].trimmingPrefix(" ").prefix { $0.isNumber }) ?? 0
                }
                if line == "\r\n" { break }
            }
            while length > 0, let bytes = try? stream.some(length) {
                length -= bytes.count
                text += String(decoding: bytes, as: UTF8.self)
            }
            received.withLock { $0.append(text) }
            try? stream.write(Array(answer.utf8))
            close(client)
        }
    }
}
