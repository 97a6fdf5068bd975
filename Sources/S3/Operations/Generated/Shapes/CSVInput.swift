// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// How comma-separated values are read (boto3: `CSVInput`).
public struct CSVInput: Sendable, Hashable {
    /// What the first line is (boto3: `FileHeaderInfo`).
    public var fileHeaderInfo: FileHeaderInfo?
    /// The character that begins a comment (boto3: `Comments`).
    public var comments: String?
    /// The character before a quote that is meant (boto3: `QuoteEscapeCharacter`).
    public var quoteEscapeCharacter: String?
    /// What ends a record (boto3: `RecordDelimiter`).
    public var recordDelimiter: String?
    /// The character between fields (boto3: `FieldDelimiter`).
    public var fieldDelimiter: String?
    /// The character around quoted fields (boto3: `QuoteCharacter`).
    public var quoteCharacter: String?
    /// Whether quoted fields may hold the record delimiter (boto3: `AllowQuotedRecordDelimiter`).
    public var allowQuotedRecordDelimiter: Bool?

    /// Takes what is required; the rest is set after.
    public init() {}
}

extension CSVInput {
    /// Writes an element.
    func write(to document: inout XMLWriter, as tag: String) {
        document.open(tag)
        if let fileHeaderInfo { document.element("FileHeaderInfo", fileHeaderInfo.rawValue) }
        if let comments { document.element("Comments", comments) }
        if let quoteEscapeCharacter { document.element("QuoteEscapeCharacter", quoteEscapeCharacter) }
        if let recordDelimiter { document.element("RecordDelimiter", recordDelimiter) }
        if let fieldDelimiter { document.element("FieldDelimiter", fieldDelimiter) }
        if let quoteCharacter { document.element("QuoteCharacter", quoteCharacter) }
        if let allowQuotedRecordDelimiter {
            document.element("AllowQuotedRecordDelimiter", allowQuotedRecordDelimiter ? "true" : "false")
        }
        document.close(tag)
    }
}
