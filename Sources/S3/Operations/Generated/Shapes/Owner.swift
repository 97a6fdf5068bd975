// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Who owns something (boto3: `Owner`).
public struct Owner: Sendable, Hashable {
    /// The name for people (boto3: `DisplayName`).
    public var displayName: String?
    /// The identity (boto3: `ID`).
    public var id: String?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension Owner {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let displayName { document.element("DisplayName", displayName) }
        if let id { document.element("ID", id) }
        document.close(tag)
    }
}

extension Owner {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .displayName: displayName = child.text
            case .id: id = child.text
            default: break
            }
        }
    }
}
