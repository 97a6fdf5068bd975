/// An AWS configuration file, read as botocore reads it (Python's `RawConfigParser` and one level of nesting).
///
/// Keys are lower case; the first `=` or `:` ends a key; a line that is indented deeper than its key goes on with the value;
/// `#` and `;` begin a comment only at the beginning of a line. A byte order mark and CRLF are taken as they come.
struct INIFile: Sendable, Hashable {
    /// The value of a key.
    enum Value: Sendable, Hashable {
        /// A value in one or more lines.
        case text(String)
        /// `s3 =` with indented `key = value` lines below it.
        case nested([String: String])
    }

    /// One `[name]` with what follows.
    struct Section: Sendable, Hashable {
        var name: String
        var values: [String: Value] = [:]

        /// A value that is text; nil if there is none, or it is nested.
        func text(_ key: String) -> String? {
            if case .text(let text) = values[key] { text } else { nil }
        }

        /// A value that is nested.
        func nested(_ key: String) -> [String: String] {
            if case .nested(let values) = values[key] { values } else { [:] }
        }
    }

    /// In the order of the file.
    private(set) var sections: [Section] = []

    /// - Parameters:
    ///   - path: for messages.
    /// - Throws: `ConfigurationError` with file and line.
    init(_ bytes: [UInt8], path: String) throws(ConfigurationError) {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let text = String(validating: body, as: UTF8.self) else {
            throw ConfigurationError(
                "\(path) is not UTF-8 text; write it anew, or name another file in AWS_CONFIG_FILE")
        }
        var parser = INIParser(path: path)
        for line in Self.lines(of: text) { try parser.read(line) }
        sections = try parser.finish()
    }

    /// The section of a name.
    subscript(_ name: String) -> Section? { sections.first { $0.name == name } }

    /// Lines, ended by LF, CRLF or CR alone.
    private static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        var afterReturn = false
        for byte in text.utf8 {
            if byte == 10, afterReturn {
                afterReturn = false
                continue
            }
            afterReturn = byte == 13
            if byte == 10 || byte == 13 {
                lines.append(String(decoding: line, as: UTF8.self))
                line.removeAll(keepingCapacity: true)
            } else {
                line.append(byte)
            }
        }
        if !line.isEmpty { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }
}
