// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The credentials of a session with a directory bucket (boto3: `SessionCredentials`).
public struct SessionCredentials: Sendable, Hashable {
    /// The access key id (boto3: `AccessKeyId`).
    public var accessKeyID: String = ""
    /// The secret access key (boto3: `SecretAccessKey`).
    public var secretAccessKey = Secret("")
    /// The session token (boto3: `SessionToken`).
    public var sessionToken = Secret("")
    /// When they end (boto3: `Expiration`).
    public var expiration = Instant(seconds: 0)

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension SessionCredentials {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .accessKeyID: accessKeyID = child.text
            case .secretAccessKey: secretAccessKey = Secret(child.text)
            case .sessionToken: sessionToken = Secret(child.text)
            case .expiration: expiration = child.instant ?? Instant(seconds: 0)
            default: break
            }
        }
    }
}
