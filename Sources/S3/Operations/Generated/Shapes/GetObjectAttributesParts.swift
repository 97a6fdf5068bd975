// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The parts that an object was made of (boto3: `GetObjectAttributesParts`).
public struct GetObjectAttributesParts: Sendable, Hashable {
    /// How many parts it was made of (boto3: `TotalPartsCount`).
    public var totalPartsCount: Int?
    /// The number that the page begins after (boto3: `PartNumberMarker`).
    public var partNumberMarker: Int?
    /// The marker that the next page is asked with (boto3: `NextPartNumberMarker`).
    public var nextPartNumberMarker: Int?
    /// At most so many parts (boto3: `MaxParts`).
    public var maxParts: Int?
    /// Whether there is more (boto3: `IsTruncated`).
    public var isTruncated: Bool = false
    /// The parts (boto3: `Parts`).
    public var parts: [ObjectPart] = []

    /// Nothing, to be filled in: for tests.
    public init() {}
}

extension GetObjectAttributesParts {
    /// Reads an element.
    init(_ element: XMLNode) {
        self.init()
        for child in element.children {
            switch child.name {
            case .partsCount: totalPartsCount = child.integer
            case .partNumberMarker: partNumberMarker = child.integer
            case .nextPartNumberMarker: nextPartNumberMarker = child.integer
            case .maxParts: maxParts = child.integer
            case .isTruncated: isTruncated = child.text == "true"
            case .part: parts.append(ObjectPart(child))
            default: break
            }
        }
    }
}
