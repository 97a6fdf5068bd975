// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// Where the query's result goes (boto3: `OutputLocation`).
public struct OutputLocation: Sendable, Hashable {
    /// In S3 (boto3: `S3`).
    public var s3: S3Location?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension OutputLocation {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let s3 { s3.write(to: &document, as: "S3") }
        document.close(tag)
    }
}
