/// A command line split into words as Python's `shlex.split` does: quotes and backslashes, no variables, no globbing.
enum ShellWords {
    /// The words; nil when a quote is not closed, or a backslash is the last character.
    static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var characters = text.makeIterator()
        while let character = characters.next() {
            switch (quote, character) {
            case (let open?, character) where open == character:
                quote = nil
            case ("'"?, _):
                word = (word ?? "") + String(character)
            case ("\""?, "\\"):
                guard let next = characters.next() else { return nil }
                // Inside double quotes a backslash means itself, except before the two characters that need it.
                word = (word ?? "") + (next == "\"" || next == "\\" ? String(next) : "\\" + String(next))
            case (_?, _):
                word = (word ?? "") + String(character)
            case (nil, "\\"):
                guard let next = characters.next() else { return nil }
                word = (word ?? "") + String(next)
            case (nil, "'"), (nil, "\""):
                quote = character
                word = word ?? ""
            case (nil, " "), (nil, "\t"), (nil, "\n"), (nil, "\r"), (nil, "\r\n"):
                if let done = word { words.append(done) }
                word = nil
            default:
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        if let done = word { words.append(done) }
        return words
    }
}
