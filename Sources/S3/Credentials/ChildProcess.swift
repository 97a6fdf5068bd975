import CLinux
import Glibc

/// One run of a program, with what it wrote.
enum ChildProcess {
    /// How a program ended.
    struct Output: Sendable {
        /// The exit status; 128 plus the signal's number when a signal ended it, as in a shell.
        var status: Int
        var standardOutput: [UInt8]
        var standardError: [UInt8]
    }

    /// The program was not started, or did not end in time.
    struct Failure: Error {
        let message: String
    }

    /// The most a program may write to one of its outputs.
    private static let limit = 1 << 20

    /// Runs a program found by `PATH`, with nothing on its standard input.
    ///
    /// - Parameters:
    ///   - words: the program and its arguments.
    ///   - timeout: seconds after which it is killed.
    static func run(
        _ words: [String], environment: [String: String], timeout: Double
    ) async throws(Failure) -> Output {
        // Waiting for another program takes a thread of its own: the cooperative pool has one per core.
        typealias Waiter = CheckedContinuation<Result<Output, Failure>, Never>
        let result = await withCheckedContinuation { (continuation: Waiter) in
            let started = DetachedThread.start {
                do throws(Failure) {
                    continuation.resume(returning: .success(try wait(words, environment, timeout)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            if !started { continuation.resume(returning: .failure(Failure(message: "no thread could be started"))) }
        }
        return try result.get()
    }

    private static func wait(
        _ words: [String], _ environment: [String: String], _ timeout: Double
    ) throws(Failure) -> Output {
        var outputs: [CInt] = [-1, -1]
        var errors: [CInt] = [-1, -1]
        guard pipe2(&outputs) == 0 else { throw Failure(message: text(errno)) }
        guard pipe2(&errors) == 0 else {
            outputs.forEach { _ = close($0) }
            throw Failure(message: text(errno))
        }
        var child: pid_t = 0
        let code = spawn(words, environment, output: outputs[1], error: errors[1], child: &child)
        close(outputs[1])
        close(errors[1])
        defer {
            close(outputs[0])
            close(errors[0])
        }
        guard code == 0 else { throw Failure(message: "'\(words[0])' could not be started: \(text(code))") }

        var collected: [[UInt8]] = [[], []]
        let deadline = milliseconds() + Int(timeout * 1_000)
        let complete = collect([outputs[0], errors[0]], into: &collected, deadline: deadline)
        if !complete { kill(child, SIGKILL) }
        var status: CInt = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard complete else {
            throw Failure(message: "it wrote too much or was not done after \(Int(timeout)) seconds, and was ended")
        }
        let signal = status & 0x7F
        return Output(
            status: signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal), standardOutput: collected[0],
            standardError: collected[1]
        )
    }

    /// Reads until both are closed; false at the deadline, or when one is over the limit.
    private static func collect(_ descriptors: [CInt], into collected: inout [[UInt8]], deadline: Int) -> Bool {
        var polls = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while polls.contains(where: { $0.fd >= 0 }) {
            let remaining = deadline - milliseconds()
            guard remaining > 0 else { return false }
            let ready = poll(&polls, nfds_t(polls.count), CInt(min(remaining, 60_000)))
            guard ready >= 0 || errno == EINTR else { return false }
            // After EINTR the answers are those of the round before.
            if ready < 0 { continue }
            for index in polls.indices where polls[index].fd >= 0 && polls[index].revents != 0 {
                let count = read(polls[index].fd, &buffer, buffer.count)
                if count > 0 {
                    collected[index] += buffer[..<count]
                    guard collected[index].count <= limit else { return false }
                } else if count == 0 || errno != EINTR {
                    // A negative descriptor is one that poll(2) leaves out.
                    polls[index].fd = -1
                }
                polls[index].revents = 0
            }
        }
        return true
    }

    /// posix_spawnp(3): Starts a program with default signals and nothing but its three descriptors.
    private static func spawn(
        _ words: [String], _ environment: [String: String], output: CInt, error: CInt, child: inout pid_t
    ) -> CInt {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, error, 2)

        // The daemon ignores or blocks signals that a child expects to work.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            arguments.forEach { free($0) }
            variables.forEach { free($0) }
        }
        return posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &variables)
    }

    private static func pipe2(_ descriptors: inout [CInt]) -> CInt { clinux_pipe2(&descriptors, O_CLOEXEC) }

    private static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }

    private static func text(_ code: CInt) -> String { String(cString: strerror(code)) }
}
