import FUSE
import Glibc

/// The asking side of the control socket.
enum ControlClient {
    /// The daemon's answer, line by line; waits as long as the daemon needs.
    ///
    /// Nil when there is no daemon, also when it was killed before it had read the request.
    ///
    /// - Throws: `CommandFailure` when the socket belongs to somebody else, or the daemon refuses or dies.
    static func ask(_ request: ControlRequest, of mount: MountTable.Entry) throws(CommandFailure) -> [String]? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw CommandFailure(.system, "socket: \(SystemMessage.of(errno))") }
        defer { close(descriptor) }
        let name = ControlRequest.socketName(device: mount.device)
        guard UnixSocketAddress.with(name, { connect(descriptor, $0, $1) == 0 }) == true else { return nil }
        // Any process may take a name: believe only root and the user who mounted.
        guard let peer = ControlPeer.user(of: descriptor), peer == 0 || peer == mount.owner else {
            throw CommandFailure(.denied, "\(mount.mountPoint): its control socket belongs to another user")
        }
        let bytes = Array((request.rawValue + "\n").utf8)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return nil }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0 && errno == EINTR { continue }
            // The request was still unread when the other end went: unix(7).
            if count < 0 && errno == ECONNRESET && answer.isEmpty { return nil }
            if count <= 0 { break }
            answer += buffer[..<count]
        }
        let lines = String(decoding: answer, as: UTF8.self).split(separator: "\n").map(String.init)
        if lines.first == "denied" {
            throw CommandFailure(
                .denied, "\(mount.mountPoint): it was mounted by user \(mount.owner)",
                advice: "Ask as that user, or root.")
        }
        guard !lines.isEmpty else {
            throw CommandFailure(
                .software, "\(mount.mountPoint): its daemon died before it answered",
                advice: "The log may say why; data not yet stored stays in the cache directory.")
        }
        return lines
    }
}

/// Who is at the other end of a unix(7) socket.
enum ControlPeer {
    /// SO_PEERCRED: the user of the process that connected or listens.
    static func user(of descriptor: Int32) -> UInt32? {
        // struct ucred { pid_t pid; uid_t uid; gid_t gid; }, which Swift's Glibc module does not show.
        var credentials: (Int32, UInt32, UInt32) = (0, 0, 0)
        var length = socklen_t(MemoryLayout.size(ofValue: credentials))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else { return nil }
        return credentials.1
    }
}
