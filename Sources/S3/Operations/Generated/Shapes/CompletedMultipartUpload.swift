// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The parts that an object is made of (boto3: `CompletedMultipartUpload`).
public struct CompletedMultipartUpload: Sendable, Hashable {
    /// The parts (boto3: `Parts`).
    public var parts: [UploadedPart]

    /// Takes what is required; the rest is set after.
    public init(parts: [UploadedPart]) {
        self.parts = parts
    }
}

extension CompletedMultipartUpload {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        for item in parts { item.write(to: &document, as: "Part") }
        document.close(tag)
    }
}
