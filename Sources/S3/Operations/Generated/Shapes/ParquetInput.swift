// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// That the object is in Parquet (boto3: `ParquetInput`).
public struct ParquetInput: Sendable, Hashable {
    /// Takes what is required; the rest is set after.
    public init() {}
}

extension ParquetInput {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        document.close(tag)
    }
}
