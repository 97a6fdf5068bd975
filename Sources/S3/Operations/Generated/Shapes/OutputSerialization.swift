// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How the query's result is written (boto3: `OutputSerialization`).
public struct OutputSerialization: Sendable, Hashable {
    /// As comma-separated values (boto3: `CSV`).
    public var csv: CSVOutput?
    /// As JSON (boto3: `JSON`).
    public var json: JSONOutput?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension OutputSerialization {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let csv { csv.write(to: &document, as: "CSV") }
        if let json { json.write(to: &document, as: "JSON") }
        document.close(tag)
    }
}
