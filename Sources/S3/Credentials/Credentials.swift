/// An access key and its secret.
public struct Credentials: Sendable, Hashable {
    /// The access key id; not a secret.
    public var accessKeyID: String
    /// The secret access key.
    public var secretAccessKey: Secret
    /// The token of temporary credentials.
    public var sessionToken: Secret?
    /// When temporary credentials end, in seconds since 1970.
    public var expiration: Int64?

    /// Creates credentials; no request is made.
    public init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiration: Int64? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}

/// A text that does not print.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    ExpressibleByStringLiteral
{
    /// The text itself: for signing only.
    let value: String

    /// Wraps a secret.
    public init(_ value: String) { self.value = value }
    /// Wraps a secret written in the source: for tests.
    public init(stringLiteral value: String) { self.value = value }

    /// Always the same stars.
    public var description: String { "****" }
    /// Always the same stars.
    public var debugDescription: String { "****" }
}

extension Secret: CustomReflectable {
    /// Nothing to see for `dump` and alike.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// One source of credentials (boto's credential provider).
public protocol CredentialProvider: Sendable {
    /// The provider's name, as botocore's `METHOD`, for messages.
    var name: String { get }

    /// The credentials; nil when this source is not configured, so that the chain goes on.
    ///
    /// - Throws: `CredentialError` when the source is configured and broken.
    func credentials() async throws(CredentialError) -> Credentials?
}

/// A configured source of credentials that gave none.
public struct CredentialError: Error, Sendable, CustomStringConvertible {
    /// The provider's name.
    public let provider: String
    /// What is wrong and what to do.
    public let message: String

    /// Creates an error; no request is made.
    public init(provider: String, message: String) {
        self.provider = provider
        self.message = message
    }

    /// Provider and message.
    public var description: String { "\(provider): \(message)" }
}
