/// Where a listing goes on: what one of an operation's token members is set to.
enum PageToken: Sendable, Hashable {
    case bytes([UInt8])
    case number(Int)

    init(_ text: String) { self = .bytes(Array(text.utf8)) }

    /// Nil for an empty text, which is no token.
    init?(_ text: String?) {
        guard let text, !text.isEmpty else { return nil }
        self.init(text)
    }

    /// Nil for an empty key, which is no token.
    init?(_ key: Key?) {
        guard let key, !key.bytes.isEmpty else { return nil }
        self = .bytes(key.bytes)
    }

    var key: Key {
        switch self {
        case .bytes(let bytes): Key(bytes)
        case .number(let number): Key(String(number))
        }
    }

    var text: String { key.description }
    var integer: Int? {
        switch self {
        case .bytes: Int(text)
        case .number(let number): number
        }
    }
}
