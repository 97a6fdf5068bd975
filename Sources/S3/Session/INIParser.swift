/// The state of reading one INI file, line by line.
struct INIParser {
    private struct Entry {
        var key: String
        var lines: [String]
        var number: Int
    }

    private struct Block {
        var name: String
        var entries: [Entry] = []
    }

    private let path: String
    private var blocks: [Block] = []
    private var number = 0
    private var indent = 0
    /// Whether an indented line would go on with the last entry's value.
    private var entryIsOpen = false

    init(path: String) {
        self.path = path
    }

    /// Reads one line, without its end.
    mutating func read(_ line: String) throws(ConfigurationError) {
        number += 1
        let text = line.trimmed
        if text.hasPrefix("#") || text.hasPrefix(";") { return }
        if text.isEmpty {
            // An empty line belongs to a value that goes on below it, and disappears if none does.
            if entryIsOpen { blocks[blocks.count - 1].entries.last?.lines.append("") }
            return
        }
        let depth = line.utf8.prefix { $0 == 32 || (9...13).contains($0) }.count
        if entryIsOpen, depth > indent {
            blocks[blocks.count - 1].entries.last?.lines.append(text)
            return
        }
        indent = depth
        if text.hasPrefix("["), let end = text.lastIndex(of: "]"), end > text.index(after: text.startIndex) {
            let name = String(text[text.index(after: text.startIndex)..<end])
            guard !blocks.contains(where: { $0.name == name }) || name == "DEFAULT" else {
                throw error("the section [\(name)] stands in the file twice; make one of the two")
            }
            blocks.append(Block(name: name))
            entryIsOpen = false
            return
        }
        guard !blocks.isEmpty else {
            throw error("the first line that is no comment must be a section, such as [default]")
        }
        guard let delimiter = text.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            throw error("the line is neither [section] nor key = value")
        }
        let key = String(text[..<delimiter]).trimmed.lowercased()
        guard !key.isEmpty else { throw error("there is no key before '\(text[delimiter])'") }
        guard !blocks[blocks.count - 1].entries.contains(where: { $0.key == key }) else {
            throw error("the key '\(key)' stands in [\(blocks[blocks.count - 1].name)] twice; remove one")
        }
        let value = String(text[text.index(after: delimiter)...]).trimmed
        blocks[blocks.count - 1].entries.append(Entry(key: key, lines: [value], number: number))
        entryIsOpen = true
    }

    /// The sections; those of `[DEFAULT]` are in every other, as in Python.
    func finish() throws(ConfigurationError) -> [INIFile.Section] {
        var common: [String: INIFile.Value] = [:]
        for block in blocks where block.name == "DEFAULT" {
            for entry in block.entries { common[entry.key] = try value(of: entry) }
        }
        var sections: [INIFile.Section] = []
        for block in blocks where block.name != "DEFAULT" {
            var section = INIFile.Section(name: block.name, values: common)
            for entry in block.entries { section.values[entry.key] = try value(of: entry) }
            sections.append(section)
        }
        return sections
    }

    private func value(of entry: Entry) throws(ConfigurationError) -> INIFile.Value {
        var lines = entry.lines
        while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count > 1, lines[0].isEmpty else { return .text(lines.joined(separator: "\n")) }
        var nested: [String: String] = [:]
        for line in lines where !line.isEmpty {
            guard let delimiter = line.firstIndex(of: "=") else {
                throw error("a line below '\(entry.key) =' is not key = value", at: entry.number)
            }
            nested[String(line[..<delimiter]).trimmed] = String(line[line.index(after: delimiter)...]).trimmed
        }
        return .nested(nested)
    }

    /// An error that never repeats the line, which may hold a secret.
    private func error(_ text: String, at line: Int? = nil) -> ConfigurationError {
        ConfigurationError("\(path), line \(line ?? number): \(text)")
    }
}

extension Array {
    /// The last element, to be changed in place; writing to an empty array's does nothing.
    fileprivate var last: Element? {
        get { isEmpty ? nil : self[count - 1] }
        set { if let newValue, !isEmpty { self[count - 1] = newValue } }
    }
}

extension String {
    /// The text without white space at both ends.
    var trimmed: String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
        let scalars = unicodeScalars
        guard let start = scalars.firstIndex(where: { !isSpace($0) }),
            let end = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[start...end])
    }
}
