import Glibc
import Synchronization

@testable import WireFaults

/// A server whose objects are as long as their names say, with ranges; one thread for each connection.
final class PatternServer: Sendable {
    let port: UInt16
    private let listener: CInt

    init() throws {
        let socket = try LoopbackSocket.listen(on: 0)
        (listener, port) = (socket.descriptor, socket.port)
        Self.detach { [listener] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                Self.detach { Self.serve(SocketStream(client)) }
            }
            close(listener)
        }
    }

    /// Ends the accepting thread; the others end with their connections.
    func stop() { shutdown(listener, CInt(SHUT_RDWR)) }

    /// A prime number of bytes, so that no piece looks like the one before it.
    private static let block: [UInt8] = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

    static func pattern(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        while bytes.count < range.count {
            let start = (range.lowerBound + bytes.count) % block.count
            bytes += block[start..<min(block.count, start + range.count - bytes.count)]
        }
        return bytes
    }

    private static func serve(_ stream: SocketStream) {
        defer { close(stream.descriptor) }
        while let request = try? MessageHead(from: stream) {
            let path = request.startLine.split(separator: " ").dropFirst().first ?? ""
            let size = Int(path.prefix { $0 != "?" }.split(separator: "/").last ?? "") ?? 0
            var range = 0..<size
            if let ends = request["range"]?.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false),
                let first = Int(ends[0])
            {
                range = first..<min(size, (Int(ends[1]) ?? size - 1) + 1)
            }
            let isWhole = range.count == size
            var head = "HTTP/1.1 \(isWhole ? "200 OK" : "206 Partial Content")\r\nETag: \"\(size)\"\r\n"
            head += "Last-Modified: Wed, 15 Nov 2023 22:13:20 GMT\r\nContent-Length: \(range.count)\r\n"
            if !isWhole { head += "Content-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)\r\n" }
            guard (try? stream.write((head + "\r\n").utf8)) != nil else { return }
            for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 18) {
                let piece = pattern(start..<min(range.upperBound, start + 1 << 18))
                guard (try? stream.write(piece)) != nil else { return }
            }
        }
    }

    private static func detach(_ work: @escaping @Sendable () -> Void) {
        final class Work: Sendable {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(Work(work)).toOpaque())
        pthread_detach(thread)
    }
}
