import FUSE
import FileSystemTesting
import Foundation
import Glibc
import Testing

/// The program itself, run as a user runs it.
enum PailProgram {
    static let binary =
        ProcessInfo.processInfo.environment["PAIL_BINARY"]
        ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build/debug/pail").path

    typealias Ended = ChildProcess.Ended

    /// Starts `pail` with these arguments.
    static func start(_ arguments: [String], environment: [String: String?] = [:]) throws -> ChildProcess {
        try ChildProcess([binary] + arguments, environment: environment)
    }

    /// Runs `pail` with these arguments to its end.
    static func run(_ arguments: [String], environment: [String: String?] = [:]) throws -> Ended {
        try start(arguments, environment: environment).wait()
    }
}

/// A bucket that the program has mounted on a directory of the test's own.
///
/// Its calls block: for plain threads.
final class ProgramMount {
    /// Everything of this mount is in here: `mnt`, `log`, and `cache` unless another was given.
    let home: String
    let cache: String
    private let words: [String]
    private let environment: [String: String?]

    var directory: String { home + "/mnt" }
    var disk: Disk { Disk(directory) }
    /// The log so far, line by line.
    var log: [String] {
        ((try? String(contentsOfFile: home + "/log", encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Makes the directories, and mounts nothing.
    ///
    /// - Parameter cache: a directory of the cache that others use too.
    init(
        _ bucket: String, endpoint: String, _ options: [String] = [], cache: String? = nil,
        environment: [String: String?] = [:]
    ) throws {
        home = NSTemporaryDirectory() + "/pail-program-\(UUID().uuidString)"
        self.cache = cache ?? home + "/cache"
        self.environment = environment
        try FileManager.default.createDirectory(atPath: home + "/mnt", withIntermediateDirectories: true)
        words =
            [
                "mount", bucket, home + "/mnt", "--cache-dir", self.cache, "--log-file", home + "/log",
                "--endpoint-url", endpoint, "--cache-free", "0",
            ] + options
    }

    deinit {
        if isMounted { _ = try? PailProgram.run(["umount", "--force", directory]) }
        if isMounted { umount2(directory, CInt(MNT_DETACH)) }
        try? FileManager.default.removeItem(atPath: home)
    }

    private var isMounted: Bool {
        MountTable.current().top(at: URL(filePath: directory).resolvingSymlinksInPath().path) != nil
    }

    /// `pail mount`.
    @discardableResult
    func mount() throws -> PailProgram.Ended {
        let ended = try PailProgram.run(words, environment: environment)
        #expect(ended.status == 0, "\(ended.text)")
        return ended
    }

    /// `pail mount` that may fail.
    ///
    /// - Parameter options: what else is said, and goes first.
    func tryToMount(_ options: [String] = []) throws -> PailProgram.Ended {
        try PailProgram.run(words + options, environment: environment)
    }

    /// `pail mount` that is not waited for.
    ///
    /// - Parameter runner: a program that runs it, and its arguments.
    func start(by runner: [String] = []) throws -> ChildProcess {
        try ChildProcess(runner + [PailProgram.binary] + words, environment: environment)
    }

    /// `pail umount`.
    func unmount() throws {
        let ended = try PailProgram.run(["umount", directory])
        #expect(ended.status == 0, "\(ended.text)")
    }

    /// The daemon, by `pail status`.
    func process() throws -> pid_t {
        let text = try PailProgram.run(["status", directory]).text
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("process: ") }, "\(text)")
        return try #require(pid_t(line.dropFirst(9)))
    }

    /// SIGKILL to the daemon; then takes the dead mount away.
    ///
    /// - Parameter process: the daemon, where no other process may be begun before: beginning one closes what is open here,
    ///   and closing stores what was written.
    func kill(_ process: pid_t? = nil) throws {
        let process = try process ?? self.process()
        #expect(Glibc.kill(process, SIGKILL) == 0)
        try PlainThread.waitUntil("the daemon is gone") { Glibc.kill(process, 0) != 0 || Self.isZombie(process) }
        try unmount()
    }

    /// Dead with all its threads, whose end may take longer, and nobody has asked for its status yet.
    private static func isZombie(_ process: pid_t) -> Bool {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return text.contains(") Z ") && threads.count <= 1
    }
}
