// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// An object that DeleteObjects removed (boto3: `DeletedObject`).
public struct DeletedObject: Sendable, Hashable {
    /// The object's key (boto3: `Key`).
    public var key = Key([])
    /// The version in a versioned bucket (boto3: `VersionId`).
    public var versionID: String?
    /// Whether this is a delete marker (boto3: `DeleteMarker`).
    public var deleteMarker: Bool?
    /// The version of the delete marker made or removed (boto3: `DeleteMarkerVersionId`).
    public var deleteMarkerVersionID: String?

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension DeletedObject {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .key: key = child.key
            case .versionID: versionID = child.text
            case .deleteMarker: deleteMarker = child.text == "true"
            case .deleteMarkerVersionID: deleteMarkerVersionID = child.text
            default: break
            }
        }
    }
}
