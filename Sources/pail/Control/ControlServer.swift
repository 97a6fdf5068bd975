import FUSE
import Glibc
import Logging
import Synchronization

/// The answering side of the control socket: one thread, one request at a time.
final class ControlServer: Sendable {
    private let listener: Int32
    private let mountPoint: String
    private let log: Logger
    private let status: @Sendable () -> [String]
    /// Guards the callers of `umount`, who are answered when all is stored.
    private let waiting = Mutex<[Int32]>([])

    /// Listens for the mount at `mountPoint`, which the kernel must know by now; nil when it cannot.
    ///
    /// Without it `pail umount` takes the mount for one whose daemon is gone, so the caller logs the failure.
    init?(mountPoint: String, log: Logger, status: @escaping @Sendable () -> [String]) {
        guard let entry = MountTable.current().top(at: mountPoint) else { return nil }
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.mountPoint = mountPoint
        self.log = log
        self.status = status
        let descriptor = listener
        let name = ControlRequest.socketName(device: entry.device)
        guard descriptor >= 0, UnixSocketAddress.with(name, { bind(descriptor, $0, $1) == 0 }) == true,
            listen(descriptor, 8) == 0
        else {
            if descriptor >= 0 { close(descriptor) }
            return nil
        }
    }

    /// Answers until the process ends.
    ///
    /// - Parameter unmountByForce: stores what is dirty and ends the session, whatever is open.
    func serve(unmountByForce: @escaping @Sendable () -> Void) {
        while true {
            let caller = accept(listener, nil, nil)
            if caller < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                log.error("control socket failed", metadata: ["error": "\(SystemMessage.of(errno))"])
                // No descriptor or no memory just now: accept(2) fails at once, and nothing tells when there is one again, so
                // that the thread would spin. Whoever asks waits in the queue meanwhile.
                sleep(1)
                continue
            }
            _ = fcntl(caller, F_SETFD, FD_CLOEXEC)
            // A caller that says nothing must not keep the next one waiting.
            var patience = timeval(tv_sec: 5, tv_usec: 0)
            setsockopt(caller, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(caller, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            answer(caller, unmountByForce)
        }
    }

    private func answer(_ caller: Int32, _ unmountByForce: @Sendable () -> Void) {
        guard let user = ControlPeer.user(of: caller), user == 0 || user == geteuid() else {
            return finish(caller, ["denied"])
        }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = recv(caller, &buffer, buffer.count, 0)
        let word = String(decoding: buffer[..<max(0, count)], as: UTF8.self).split(separator: "\n").first.map(
            String.init)
        switch word.flatMap(ControlRequest.init(rawValue:)) {
        case .status: finish(caller, status())
        case .unmountByForce:
            waiting.withLock { $0.append(caller) }
            unmountByForce()
        case .unmount:
            // Noted first: the session may end before umount2(2) has returned here.
            waiting.withLock { $0.append(caller) }
            do throws(MountError) {
                try KernelUnmount.now(mountPoint)
                log.info("unmounting on request")
            } catch {
                if case .busy = error { refuse(caller, ["busy"]) } else { refuse(caller, ["failed", "\(error)"]) }
            }
        case nil: finish(caller, ["failed", "no such request"])
        }
    }

    /// Answers everybody who waits for the unmount.
    func ended(_ lines: [String]) {
        for caller in waiting.withLock({ callers in
            defer { callers = [] }
            return callers
        }) { finish(caller, lines) }
    }

    private func refuse(_ caller: Int32, _ lines: [String]) {
        waiting.withLock { $0.removeAll { $0 == caller } }
        finish(caller, lines)
    }

    private func finish(_ caller: Int32, _ lines: [String]) {
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        _ = send(caller, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        close(caller)
    }
}
