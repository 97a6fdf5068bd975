import Glibc

/// Runs programs, as a user of the mount would.
package enum Tool {
    /// What a program left.
    package struct Result: Sendable {
        /// The exit status; 128 and the signal for one that was killed; -1 when it could not be started.
        package var status: Int32
        /// What it wrote, to either stream.
        package var output: String
    }

    /// posix_spawnp(3) and waitpid(2): runs a program and waits for it.
    ///
    /// Blocks; for plain threads.
    package static func run(_ arguments: [String]) -> Result {
        var pipe: [Int32] = [-1, -1]
        guard Glibc.pipe(&pipe) == 0 else { return Result(status: -1, output: "pipe: errno \(errno)") }
        // Nobody else's children shall hold the ends.
        for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 2)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child = pid_t()
        let code = posix_spawnp(&child, arguments[0], &actions, nil, &words, environ)
        close(pipe[1])
        let output = OpenDescriptor(pipe[0])
        defer { _ = output.close() }
        guard code == 0 else { return Result(status: -1, output: String(cString: strerror(code))) }
        let text = (try? output.readToEnd().get()) ?? []
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        let signal = status & 0x7f
        return Result(
            status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: String(decoding: text, as: UTF8.self))
    }
}
