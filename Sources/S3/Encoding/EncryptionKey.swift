/// A key of the caller's own that the server encrypts an object with (SSE-C); it does not print.
public struct EncryptionKey: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible,
    CustomDebugStringConvertible, CustomReflectable
{
    /// The key itself: for sending only.
    let bytes: [UInt8]

    /// Wraps a key: 32 bytes for AES-256.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    /// Takes a text's UTF-8.
    public init(_ text: String) { bytes = Array(text.utf8) }
    /// Takes a literal's UTF-8: for tests.
    public init(stringLiteral value: String) { bytes = Array(value.utf8) }

    /// Always the same stars.
    public var description: String { "****" }
    /// Always the same stars.
    public var debugDescription: String { "****" }
    /// Nothing to see for `dump` and alike.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
