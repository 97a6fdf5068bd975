// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Who began an upload (boto3: `Initiator`).
public struct Initiator: Sendable, Hashable {
    /// The identity (boto3: `ID`).
    public var id: String?
    /// The name for people (boto3: `DisplayName`).
    public var displayName: String?

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension Initiator {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .id: id = child.text
            case .displayName: displayName = child.text
            default: break
            }
        }
    }
}
