import ArgumentParser
import Glibc

/// `pail warm`: reads files through their mounts, so that the daemons have them in the cache.
struct WarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warm",
        abstract: "Reads files of mounts into the cache, and everything below directories.",
        discussion: "Shows how far it is when standard error is a terminal."
    )

    @Option(help: ArgumentHelp("Files read at the same time.", valueName: "number"))
    var jobs = 4
    @Argument(help: ArgumentHelp("Files and directories of mounts.", valueName: "path"))
    var paths: [String]

    mutating func validate() throws {
        if !(1...64).contains(jobs) { throw ValidationError("--jobs \(jobs): from 1 to 64 make sense.") }
    }

    mutating func run() throws {
        let warming = CacheWarming(paths)
        let progress = isatty(STDERR_FILENO) == 1 ? WarmingProgress() : nil
        let failures = warming.run(jobs: jobs) { progress?.show($0) }
        progress?.end()
        guard let first = failures.first else { return }
        if failures.count == 1 { throw CommandFailure(first.status, first.text, advice: first.advice) }
        for failure in failures {
            Program.writeError(CommandFailure(failure.status, failure.text, advice: failure.advice).text)
        }
        let status = failures.allSatisfy { $0.status == first.status } ? first.status : .dataNotStored
        throw CommandFailure(status, "\(failures.count) of the paths could not be read whole into the cache")
    }
}

/// One line on a terminal that is written over and over.
private final class WarmingProgress {
    private static let width = 30
    private var isShown = false

    func show(_ state: CacheWarming.Progress) {
        let share = state.totalBytes > 0 ? Double(state.bytes) / Double(state.totalBytes) : 1
        let full = min(Self.width, Int(share * Double(Self.width)))
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full)
        Program.writeError(
            "\r[\(bar)] \(min(100, Int(share * 100)))%  \(state.files) of \(state.totalFiles) files, "
                + "\(state.bytes >> 20) of \(state.totalBytes >> 20) MiB\u{1b}[K")
        isShown = true
    }

    func end() {
        if isShown { Program.writeError("\n") }
    }
}
