import Glibc

/// sd_notify(3) by hand: one datagram to the socket that systemd named in `NOTIFY_SOCKET`.
enum ServiceNotification {
    /// Sends `READY=1`, `STOPPING=1`, `STATUS=…`; does nothing outside of systemd.
    ///
    /// - Returns: whether a datagram left.
    @discardableResult
    static func send(_ state: String, socket path: String? = SystemMessage.environment("NOTIFY_SOCKET")) -> Bool {
        guard let path, path.hasPrefix("/") || path.hasPrefix("@") else { return false }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(state.utf8)
        return UnixSocketAddress.with(path) { address, length in
            sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), address, length) == bytes.count
        } ?? false
    }
}

/// unix(7) addresses: a path, or with a leading `@` a name that is no file and goes with its socket.
enum UnixSocketAddress {
    /// Calls `body` with the address; nil when the name is too long for one.
    static func with<Result>(_ name: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
