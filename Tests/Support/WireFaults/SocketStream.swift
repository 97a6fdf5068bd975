import Glibc

/// The other side is gone, or `FaultProxy.stop` took the connection away.
struct ConnectionEnded: Error {}

/// One TCP connection with a buffer for reading; used by one thread.
final class SocketStream {
    let descriptor: CInt
    private var buffer: [UInt8] = []
    private var start = 0

    init(_ descriptor: CInt) {
        self.descriptor = descriptor
        var one: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
    }

    /// One line with its end.
    func line(limit: Int = 65_536) throws(ConnectionEnded) -> [UInt8] {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 10) {
                let line = Array(buffer[start...end])
                start = end + 1
                return line
            }
            searched = buffer.count
            guard buffer.count - start < limit else { throw ConnectionEnded() }
            let before = start
            try fill()
            searched -= before - start
        }
    }

    /// Some bytes, at most `limit`.
    func some(_ limit: Int) throws(ConnectionEnded) -> [UInt8] {
        if start == buffer.count { try fill() }
        let end = min(buffer.count, start + limit)
        defer { start = end }
        return Array(buffer[start..<end])
    }

    /// send(2): Writes all bytes.
    func write(_ bytes: some Collection<UInt8>) throws(ConnectionEnded) {
        let bytes = Array(bytes)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                send(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, CInt(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ConnectionEnded() }
            done += count
        }
    }

    /// Whether a kept connection can take another request: nothing to read means that the other side did not close it.
    var isIdle: Bool {
        guard start == buffer.count else { return false }
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) == 0
    }

    /// Waits, but no longer than the other side stays.
    func pause(seconds: Double) throws(ConnectionEnded) {
        // POLLRDHUP, which Glibc's module does not show.
        var poll = pollfd(fd: descriptor, events: 0x2000, revents: 0)
        guard Glibc.poll(&poll, 1, CInt(seconds * 1_000)) == 0 else { throw ConnectionEnded() }
    }

    /// Makes close(2) send RST instead of FIN.
    func resetAtClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private func fill() throws(ConnectionEnded) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        let old = buffer.count
        buffer += [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes in
                recv(descriptor, bytes.baseAddress.map { $0 + old }, bytes.count - old, 0)
            }
            if count < 0, errno == EINTR { continue }
            buffer.removeLast(buffer.count - old - max(0, count))
            guard count > 0 else { throw ConnectionEnded() }
            return
        }
    }
}
