// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How JSON is read (boto3: `JSONInput`).
public struct JSONInput: Sendable, Hashable {
    /// The kind (boto3: `Type`).
    public var type: JSONType?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension JSONInput {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let type { document.element("Type", type.rawValue) }
        document.close(tag)
    }
}
