/// A setting that cannot be used, found before any request is made.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, where, and what to write instead; holds no secret.
    public let message: String

    /// Creates an error; no request is made.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
