/// The catalogue's texts, and the examples in the sources of the tests.
///
/// An example is what stands between `// begin NAME` and `// end NAME`, with its indentation and the marks of others
/// taken out. In a text it stands below `<!-- example: NAME -->`; a file of a tutorial is an example of the file's name.
enum Documentation {
    static let root: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    static var catalogue: String { root + "/Sources/S3/S3.docc" }

    /// The texts with examples in them.
    static func texts() throws -> [String] {
        try ExampleFiles.all(in: catalogue).filter { $0.hasSuffix(".md") } + [root + "/README.md"]
    }

    /// All examples of the tests by name.
    static func examples() throws -> [String: String] {
        let sources =
            try ExampleFiles.all(in: root + "/Tests/S3ExampleTests").filter { $0.hasSuffix(".swift") }
            + [root + "/Tests/S3Tests/SessionDefaultTests.swift"]
        var found: [String: String] = [:]
        for source in sources {
            var open: [String: [Substring]] = [:]
            for line in try ExampleFiles.text(source).split(separator: "\n", omittingEmptySubsequences: false) {
                let words = line.split(separator: " ")
                if words.count == 3, words[0] == "//", words[1] == "begin" {
                    open[String(words[2])] = []
                } else if words.count == 3, words[0] == "//", words[1] == "end" {
                    found[String(words[2])] = open.removeValue(forKey: String(words[2])).map(plain)
                } else {
                    for name in open.keys { open[name]?.append(line) }
                }
            }
        }
        return found
    }

    /// The blocks of a text: each with the kind and the name of the comment above it.
    static func blocks(_ text: String) -> [(language: String, kind: String?, name: String?, code: String)] {
        var blocks: [(String, String?, String?, String)] = []
        var comment: (kind: String, name: String)?
        var code: [Substring]?
        var language = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = code {
                if line == "```" {
                    blocks.append((language, comment?.kind, comment?.name, lines.joined(separator: "\n")))
                    (code, comment) = (nil, nil)
                } else {
                    code?.append(line)
                }
            } else if line.hasPrefix("```") {
                language = String(line.dropFirst(3))
                code = []
            } else if line.hasPrefix("<!-- "), line.hasSuffix(" -->") {
                let words = line.split(separator: " ")
                if words.count == 4 { comment = (String(words[1].dropLast()), String(words[2])) }
            } else if !line.isEmpty {
                comment = nil
            }
        }
        return blocks
    }

    /// A file that a text shows, below `<!-- file: NAME -->`.
    static func file(_ name: String) throws -> String {
        for text in try texts() {
            for block in blocks(try ExampleFiles.text(text)) where block.kind == "file" && block.name == name {
                return block.code + "\n"
            }
        }
        throw ExampleFileError(path: "<!-- file: \(name) -->")
    }

    private static func plain(_ lines: [Substring]) -> String {
        let indents = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
        let indent = indents.min() ?? 0
        return lines.map { String($0.dropFirst(indent)) }.joined(separator: "\n")
    }
}
