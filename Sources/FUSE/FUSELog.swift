import CFUSE
import Glibc
import Synchronization

/// Where libfuse's own messages go: it has one logger in a process, and so have we.
package enum FUSELog {
    /// A leaf lock: the sink is called after it is released.
    private static let state = Mutex(State())

    private struct State {
        var sink: (@Sendable (String) -> Void)?
        var lastMessage = ""
    }

    /// Sends libfuse's messages (one line each, without newline) to `sink`; nil: to standard error.
    package static func setSink(_ sink: (@Sendable (String) -> Void)?) {
        state.withLock { $0.sink = sink }
    }

    /// fuse_set_log_func: makes libfuse speak to us.
    static func install() {
        fuse_set_log_func { _, format, arguments in
            guard let format, let arguments else { return }
            let line = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
                let count = vsnprintf(buffer.baseAddress, buffer.count, format, arguments)
                let bytes = UnsafeRawBufferPointer(buffer).prefix(max(0, min(Int(count), buffer.count - 1)))
                return String(decoding: bytes, as: UTF8.self)
            }
            FUSELog.receive(line)
        }
    }

    /// What libfuse said last, which is forgotten then: its functions return no reason.
    static func takeLastMessage() -> String {
        state.withLock { state in
            defer { state.lastMessage = "" }
            return state.lastMessage
        }
    }

    private static func receive(_ line: String) {
        var line = line
        while line.last == "\n" { line.removeLast() }
        let sink = state.withLock { state in
            state.lastMessage = line
            return state.sink
        }
        if let sink { return sink(line) }
        line += "\n"
        _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
