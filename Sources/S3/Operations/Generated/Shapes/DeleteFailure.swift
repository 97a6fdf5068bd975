// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// An object that DeleteObjects left (boto3: `Error`).
public struct DeleteFailure: Sendable, Hashable {
    /// The object's key (boto3: `Key`).
    public var key = Key([])
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// The error's code (boto3: `Code`).
    public var code: String = ""
    /// What the server says about it (boto3: `Message`).
    public var message: String = ""

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension DeleteFailure {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .key: key = child.key
            case .versionID: versionID = child.text
            case .code: code = child.text
            case .message: message = child.text
            default: break
            }
        }
    }
}
