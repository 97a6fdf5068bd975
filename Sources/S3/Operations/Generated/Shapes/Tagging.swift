// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The tags of an object (boto3: `Tagging`).
public struct Tagging: Sendable, Hashable {
    /// The tags (boto3: `TagSet`).
    public var tagSet: [Tag]

    /// Takes what is required; the rest is set after.
    public init(tagSet: [Tag]) {
        self.tagSet = tagSet
    }
}

extension Tagging {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        document.open("TagSet")
        for item in tagSet { item.write(to: &document, as: "Tag") }
        document.close("TagSet")
        document.close(tag)
    }
}
