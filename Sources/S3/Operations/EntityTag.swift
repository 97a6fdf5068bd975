/// Entity tags as they are written: with quotes around them, which a few servers leave out.
enum EntityTag {
    /// A tag without its quotes, to be compared or computed with.
    static func unquoted(_ tag: String) -> String {
        tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.utf8.count >= 2 ? String(tag.dropFirst().dropLast()) : tag
    }

    /// A tag that was computed, as servers write it.
    static func quoted(_ tag: String) -> String { "\"\(tag)\"" }
}
