import ArgumentParser
import Glibc
import S3

/// The process from its first instruction to its exit status.
///
/// Everything here is synchronous on purpose: the daemon forks, and a child forked after the first Task has run
/// has no working executor.
enum Program {
    /// Parses, runs, exits.
    static func run(_ argumentVector: [String]) -> Never {
        signal(SIGPIPE, SIG_IGN)
        do {
            let invocation = try Invocation(argumentVector)
            if invocation.isFake { exit(0) }
            do {
                var command = try parse(invocation.arguments)
                try command.run()
            } catch let failure as CommandFailure {
                throw failure
            } catch {
                // A message for people is ArgumentParser's own; usage errors leave with 64 (EX_USAGE).
                Pail.exit(withError: error)
            }
            exit(0)
        } catch let failure as CommandFailure {
            writeError(failure.text)
            exit(failure.status.rawValue)
        } catch {
            writeError("pail: \(error)\n")
            exit(ExitStatus.software.rawValue)
        }
    }

    /// Parses; where the libraries of a mount are wanted next, they are made ready meanwhile, since both take as long.
    private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        let preparation: SystemThread? =
            arguments.first == "mount" ? SystemThread("pail-prepare", Session.prepareLibraries) : nil
        // No thread survives the fork, nor may one be at work in a library when the process exits.
        defer { preparation?.join() }
        return try Pail.parseAsRoot(arguments)
    }

    /// Writes to standard error, whole; what cannot be written there has nowhere else to go.
    static func writeError(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }
}
