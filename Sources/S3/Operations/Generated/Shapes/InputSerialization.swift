// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How the queried object is written (boto3: `InputSerialization`).
public struct InputSerialization: Sendable, Hashable {
    /// As comma-separated values (boto3: `CSV`).
    public var csv: CSVInput?
    /// How the object is compressed (boto3: `CompressionType`).
    public var compressionType: CompressionType?
    /// As JSON (boto3: `JSON`).
    public var json: JSONInput?
    /// As Parquet (boto3: `Parquet`).
    public var parquet: ParquetInput?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension InputSerialization {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let csv { csv.write(to: &document, as: "CSV") }
        if let compressionType { document.element("CompressionType", compressionType.rawValue) }
        if let json { json.write(to: &document, as: "JSON") }
        if let parquet { parquet.write(to: &document, as: "Parquet") }
        document.close(tag)
    }
}
