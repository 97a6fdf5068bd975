// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The kind of a directory bucket (boto3: `BucketInfo`).
public struct BucketInfo: Sendable, Hashable {
    /// How many zones it is in (boto3: `DataRedundancy`).
    public var dataRedundancy: DataRedundancy?
    /// The kind (boto3: `Type`).
    public var type: BucketType?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension BucketInfo {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let dataRedundancy { document.element("DataRedundancy", dataRedundancy.rawValue) }
        if let type { document.element("Type", type.rawValue) }
        document.close(tag)
    }
}
