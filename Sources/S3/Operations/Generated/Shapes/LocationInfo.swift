// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The zone of a directory bucket (boto3: `LocationInfo`).
public struct LocationInfo: Sendable, Hashable {
    /// The kind (boto3: `Type`).
    public var type: LocationType?
    /// The name (boto3: `Name`).
    public var name: String?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension LocationInfo {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let type { document.element("Type", type.rawValue) }
        if let name { document.element("Name", name) }
        document.close(tag)
    }
}
