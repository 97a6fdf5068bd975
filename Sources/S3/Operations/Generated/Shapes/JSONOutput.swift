// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How JSON is written (boto3: `JSONOutput`).
public struct JSONOutput: Sendable, Hashable {
    /// What ends a record (boto3: `RecordDelimiter`).
    public var recordDelimiter: String?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension JSONOutput {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let recordDelimiter { document.element("RecordDelimiter", recordDelimiter) }
        document.close(tag)
    }
}
