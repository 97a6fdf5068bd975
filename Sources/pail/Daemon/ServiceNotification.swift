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
