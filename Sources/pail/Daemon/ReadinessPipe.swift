import CLinux
import Glibc

/// The one message from the daemon to the process that the caller waits for: the exit status and what to print.
struct ReadinessPipe: Sendable {
    /// Where the daemon writes; -1 in the foreground, where there is nobody to tell.
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// For a process that stays in the foreground.
    static let none = ReadinessPipe(descriptor: -1)

    /// Forks.
    ///
    /// The child gets the pipe's end; the parent waits for its message, prints it and leaves. A parent that is ended
    /// before that takes the child with it: nobody wants that mount any more.
    ///
    /// Must run before any Task, thread or lock: the child has this thread only.
    /// - Parameter whenReady: run by the parent once the daemon says that it serves.
    /// - Throws: `CommandFailure` (71) when the system has no process or pipe.
    static func detach(whenReady: () -> Void) throws(CommandFailure) -> ReadinessPipe {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CommandFailure(.system, "pipe: \(SystemMessage.of(errno))") }
        let parent = getpid()
        let child = fork()
        guard child >= 0 else { throw CommandFailure(.system, "fork: \(SystemMessage.of(errno))") }
        if child == 0 {
            close(ends[0])
            _ = clinux_signal_at_parents_end(SIGTERM)
            if getppid() != parent { _exit(128 + SIGTERM) }
            _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
            setsid()
            chdir("/")
            closeInherited(except: ends[1])
            return ReadinessPipe(descriptor: ends[1])
        }
        close(ends[1])
        let message = readAll(ends[0])
        guard let status = message.first else {
            var reason: Int32 = 0
            while waitpid(child, &reason, 0) < 0 && errno == EINTR {}
            let how = reason & 0x7f == 0 ? "left with status \(reason >> 8 & 0xff)" : "died of signal \(reason & 0x7f)"
            Program.writeError(
                "pail: the daemon \(how) before the mount was there\n  Try --foreground --log-level debug.\n")
            exit(ExitStatus.software.rawValue)
        }
        Program.writeError(String(decoding: message.dropFirst(), as: UTF8.self))
        if status == 0 { whenReady() }
        exit(Int32(status))
    }

    /// Closes what the caller happened to have open: a daemon that keeps it keeps files, pipes and mounts in use, and
    /// callers waiting who take the end of a pipe for the end of a process.
    private static func closeInherited(except kept: Int32) {
        guard let directory = opendir("/proc/self/fd") else { return }
        var found: [Int32] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let number = Int32(name), number > 2, number != kept, number != dirfd(directory) { found.append(number) }
        }
        closedir(directory)
        for number in found { close(number) }
    }

    /// Tells the waiting caller that the mount answers; `notice` is printed.
    ///
    /// Lets go of the caller's terminal.
    func succeed(notice: String) {
        guard descriptor >= 0 else {
            Program.writeError(notice)
            return
        }
        _ = clinux_signal_at_parents_end(0)
        send(0, notice)
        let null = open("/dev/null", O_RDWR)
        for standard in 0...2 { dup2(null, Int32(standard)) }
        if null > 2 { close(null) }
    }

    /// Tells the waiting caller why there is no mount.
    func fail(_ failure: CommandFailure) {
        guard descriptor >= 0 else {
            Program.writeError(failure.text)
            return
        }
        send(UInt8(failure.status.rawValue), failure.text)
    }

    private func send(_ status: UInt8, _ text: String) {
        let message = [status] + Array(text.utf8)
        // A pipe takes 64 KiB at once; a caller that is gone (EPIPE) needs no message.
        _ = message.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }

    private static func readAll(_ descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
