// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How comma-separated values are written (boto3: `CSVOutput`).
public struct CSVOutput: Sendable, Hashable {
    /// Which fields are quoted (boto3: `QuoteFields`).
    public var quoteFields: QuoteFields?
    /// The character before a quote that is meant (boto3: `QuoteEscapeCharacter`).
    public var quoteEscapeCharacter: String?
    /// What ends a record (boto3: `RecordDelimiter`).
    public var recordDelimiter: String?
    /// The character between fields (boto3: `FieldDelimiter`).
    public var fieldDelimiter: String?
    /// The character around quoted fields (boto3: `QuoteCharacter`).
    public var quoteCharacter: String?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension CSVOutput {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let quoteFields { document.element("QuoteFields", quoteFields.rawValue) }
        if let quoteEscapeCharacter { document.element("QuoteEscapeCharacter", quoteEscapeCharacter) }
        if let recordDelimiter { document.element("RecordDelimiter", recordDelimiter) }
        if let fieldDelimiter { document.element("FieldDelimiter", fieldDelimiter) }
        if let quoteCharacter { document.element("QuoteCharacter", quoteCharacter) }
        document.close(tag)
    }
}
