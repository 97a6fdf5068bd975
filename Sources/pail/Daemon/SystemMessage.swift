import Glibc

/// What the system says, as Swift strings.
enum SystemMessage {
    /// strerror(3): What an error number means.
    static func of(_ code: Int32) -> String { String(cString: strerror(code)) }

    /// getenv(3): A variable of the environment; an empty one counts as none.
    static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
