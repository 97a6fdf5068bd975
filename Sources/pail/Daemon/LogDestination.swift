import Glibc
import Logging
import Synchronization

/// Where the log goes, and how a line looks there.
///
/// One line an event, written with one write(2).
final class LogDestination: Sendable {
    private enum Kind {
        case standardError(hasPriorities: Bool)
        case file(path: String, descriptor: Int32)
        case syslog
    }

    /// Guards the open file, which `reopen` exchanges.
    ///
    /// Held across one write(2) of one line, so that lines stay whole.
    private let kind: Mutex<Kind>

    private init(_ kind: Kind) { self.kind = Mutex(kind) }

    /// Standard error; with `<N>` before each line when systemd's journal reads it.
    static func standardError() -> LogDestination {
        LogDestination(.standardError(hasPriorities: SystemMessage.environment("JOURNAL_STREAM") != nil))
    }

    /// syslog(3), facility daemon.
    static func syslog() -> LogDestination {
        // openlog keeps the pointer: a literal's storage lives as long as the process.
        let name: StaticString = "pail"
        name.withUTF8Buffer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { openlog($0.baseAddress, LOG_PID, LOG_DAEMON) }
        }
        return LogDestination(.syslog)
    }

    /// A file, appended to.
    ///
    /// - Throws: `CommandFailure` (73).
    static func file(_ path: String) throws(CommandFailure) -> LogDestination {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .cannotCreate, "--log-file \(path): \(SystemMessage.of(errno))",
                advice: "Name a file in a directory that exists and that you may write to.")
        }
        return LogDestination(.file(path: path, descriptor: descriptor))
    }

    /// Opens the file anew (SIGHUP, for logrotate); when that fails the old one stays.
    func reopen() {
        kind.withLock { kind in
            guard case .file(let path, let old) = kind else { return }
            let new = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
            guard new >= 0 else { return }
            kind = .file(path: path, descriptor: new)
            close(old)
        }
    }

    /// Writes one line, with the time where nobody else adds it.
    func write(_ level: Logger.Level, _ text: String) {
        kind.withLock { kind in
            switch kind {
            case .standardError(let hasPriorities):
                let start = hasPriorities ? "<\(level.priority)>" : "\(Self.timestamp()) "
                Self.line(STDERR_FILENO, start + "\(level) " + text)
            case .file(_, let descriptor):
                Self.line(descriptor, "\(Self.timestamp()) \(level) \(text)")
            case .syslog:
                text.withCString { pointer in withVaList([pointer]) { vsyslog(level.priority, "%s", $0) } }
            }
        }
    }

    private static func line(_ descriptor: Int32, _ text: String) {
        let bytes = Array((text + "\n").utf8)
        // A log that cannot be written has nowhere to say so.
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Now, in UTC, as RFC 3339 with milliseconds.
    private static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        func digits(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let day = "\(parts.tm_year + 1900)-\(digits(Int(parts.tm_mon) + 1, 2))-\(digits(Int(parts.tm_mday), 2))"
        let time = "\(digits(Int(parts.tm_hour), 2)):\(digits(Int(parts.tm_min), 2)):\(digits(Int(parts.tm_sec), 2))"
        return "\(day)T\(time).\(digits(now.tv_nsec / 1_000_000, 3))Z"
    }
}

extension Logger.Level {
    /// syslog(3)'s number.
    fileprivate var priority: Int32 {
        switch self {
        case .trace, .debug: LOG_DEBUG
        case .info: LOG_INFO
        case .notice: LOG_NOTICE
        case .warning: LOG_WARNING
        case .error: LOG_ERR
        case .critical: LOG_CRIT
        }
    }
}
