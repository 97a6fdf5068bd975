/// A word of the API's: one of those that are known, or any other that a server or a later version has.
public protocol APIWord: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible
where RawValue == String {
    /// Takes any word.
    init(rawValue: String)
}

extension APIWord {
    /// Takes any word.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The word as the API writes it.
    public var description: String { rawValue }
}
