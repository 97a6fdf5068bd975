/// The name of an object: bytes, compared as bytes.
public struct Key: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The key's bytes, not necessarily UTF-8.
    public var bytes: [UInt8]

    /// Wraps bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    /// Takes a text's UTF-8.
    public init(_ text: String) { bytes = Array(text.utf8) }
    /// Takes a literal's UTF-8.
    public init(stringLiteral value: String) { bytes = Array(value.utf8) }

    /// The key for people: what is no UTF-8 is shown as U+FFFD.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
