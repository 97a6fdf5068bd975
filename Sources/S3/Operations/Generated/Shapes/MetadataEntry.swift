// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// A piece of user metadata (boto3: `MetadataEntry`).
public struct MetadataEntry: Sendable, Hashable {
    /// The name (boto3: `Name`).
    public var name: String?
    /// The value (boto3: `Value`).
    public var value: String?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension MetadataEntry {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let name { document.element("Name", name) }
        if let value { document.element("Value", value) }
        document.close(tag)
    }
}
