import Logging

/// swift-log's handler: level, label, message, then `name=value` for the metadata.
struct DaemonLog: LogHandler {
    let label: String
    let destination: LogDestination
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(label: String, destination: LogDestination, level: Logger.Level) {
        self.label = label
        self.destination = destination
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let more = event.metadata { all.merge(more) { _, new in new } }
        var text = "\(label): \(event.message)"
        for (name, value) in all.sorted(by: { $0.key < $1.key }) { text += " \(name)=\(Self.quoted("\(value)"))" }
        if let error = event.error { text += " error=\(Self.quoted("\(error)"))" }
        destination.write(event.level, Self.printable(text))
    }

    /// In quotation marks where a space would end the value.
    private static func quoted(_ value: String) -> String {
        value.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) || value.isEmpty
            ? "\"\(value.replacing("\"", with: "\\\""))\"" : value
    }

    /// Keys may hold newlines and control characters: one event stays one line, and no key speaks to a terminal.
    static func printable(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7f {
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count == 1 ? "0" : "") + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
