// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// What DeleteObjects removes (boto3: `Delete`).
public struct Delete: Sendable, Hashable {
    /// The objects, at most 1,000 (boto3: `Objects`).
    public var objects: [ObjectToDelete]
    /// Whether only failures are told (boto3: `Quiet`).
    public var quiet: Bool?

    /// Takes what is required; the rest is set after.
    public init(objects: [ObjectToDelete]) {
        self.objects = objects
    }
}

extension Delete {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        for item in objects { item.write(to: &document, as: "Object") }
        if let quiet { document.element("Quiet", quiet ? "true" : "false") }
        document.close(tag)
    }
}
