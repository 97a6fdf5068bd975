import FileSystemTesting
import Foundation
import Glibc
import Testing

/// A program that a test runs: what it writes goes to a file, since a daemon that it leaves behind may hold a pipe.
final class ChildProcess {
    struct Ended: Sendable {
        /// The exit status; 128 and the signal for one that was killed.
        let status: Int32
        let text: String
    }

    let number: pid_t
    /// What it has said so far, until it is waited for.
    var said: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    private let path: String
    private var ended: Ended?

    /// posix_spawnp(3), with no signal blocked.
    ///
    /// - Parameter environment: variables that differ from this process's; nil for none of that name.
    init(_ words: [String], environment: [String: String?] = [:]) throws {
        path = NSTemporaryDirectory() + "/pail-said-\(UUID().uuidString)"
        var variables = ProcessInfo.processInfo.environment
        for (name, value) in environment { variables[name] = value }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer {
            for text in arguments + settings { free(text) }
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        var child = pid_t()
        let code = posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &settings)
        try #require(code == 0, "\(words[0]): \(String(cString: strerror(code)))")
        number = child
    }

    deinit {
        if ended == nil {
            kill(number, SIGKILL)
            _ = try? wait()
        }
    }

    /// waitpid(2).
    @discardableResult
    func wait() throws -> Ended {
        if let ended { return ended }
        var status: Int32 = 0
        while waitpid(number, &status, 0) == -1, errno == EINTR {}
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try? FileManager.default.removeItem(atPath: path)
        let signal = status & 0x7f
        let result = Ended(status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, text: text)
        ended = result
        return result
    }
}
