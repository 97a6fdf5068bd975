import Glibc

/// The signals that wait for a thread which the kernel holds in a system call, as /proc/PID/status tells them.
struct CallerSignals {
    /// Signals as bits, signal 1 the lowest.
    private var pending: UInt64 = 0
    private var blocked: UInt64 = 0
    private var ignored: UInt64 = 0
    private var caught: UInt64 = 0
    private let isKnown: Bool

    /// By these a person, or who shuts the machine down, asks a program to end, whether it catches them or not.
    private static let asking = bits([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGKILL])
    /// These do not end a process that does not catch them.
    private static let harmless = bits([SIGCHLD, SIGCONT, SIGURG, SIGWINCH, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU])

    private static func bits(_ signals: [CInt]) -> UInt64 { signals.reduce(0) { $0 | 1 << UInt64($1 - 1) } }

    /// - Parameter thread: its number; 0 where the kernel has none for us (another PID namespace).
    init(of thread: pid_t) {
        let text = thread > 0 ? SmallFile.read("/proc/\(thread)/status") : []
        isKnown = !text.isEmpty
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: "\t")
            guard words.count == 2, let value = UInt64(words[1], radix: 16) else { continue }
            switch words[0] {
            case "SigPnd:", "ShdPnd:": pending |= value
            case "SigBlk:": blocked = value
            case "SigIgn:": ignored = value
            case "SigCgt:": caught = value
            default: break
            }
        }
    }

    /// Whether the call is to end with EINTR.
    ///
    /// The kernel says of any signal that it interrupts, also of those by which programs tell themselves the time or
    /// that a child has ended (SIGALRM, SIGCHLD, the SIGURG of Go). On a disk these end no open, read or close, and few
    /// programs are made for it. Not known: yes.
    var endCall: Bool {
        let due = pending & ~blocked
        return !isKnown || due & (Self.asking | ~(caught | ignored | Self.harmless)) != 0
    }
}
