// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A delete marker in a listing of versions (boto3: `DeleteMarkerEntry`).
public struct ListedDeleteMarker: Sendable, Hashable {
    /// Who owns it (boto3: `Owner`).
    public var owner: Owner?
    /// The object's key (boto3: `Key`).
    public var key = Key([])
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Whether it is the newest version (boto3: `IsLatest`).
    public var isLatest: Bool = false
    /// When it was stored (boto3: `LastModified`).
    public var lastModified: Instant?

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension ListedDeleteMarker {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .owner: owner = Owner(child)
            case .key: key = child.encodedKey
            case .versionID: versionID = child.text
            case .isLatest: isLatest = child.text == "true"
            case .lastModified: lastModified = child.instant
            default: break
            }
        }
    }
}
