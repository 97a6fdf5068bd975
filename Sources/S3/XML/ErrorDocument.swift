/// The body of an answer that is an error, also inside another document or after a status of 200.
final class ErrorDocument: XMLElements {
    private(set) var isError = false
    private(set) var fields: [String: String] = [:]

    func begin(_ name: String, depth: Int) {
        if depth == 1, name == "Error" || name == "ErrorResponse" { isError = true }
    }

    func end(_ name: String, depth: Int, text: [UInt8]) {
        guard isError, depth > 1, fields[name] == nil else { return }
        fields[name] = String(decoding: text, as: UTF8.self)
    }

    /// The error in a body; nil when there is none.
    static func read(_ body: [UInt8]) -> ErrorDocument? {
        let document = ErrorDocument()
        // What could be read of a truncated error is better than nothing.
        try? XMLScanner.scan(body, into: document)
        return document.isError && document.fields["Code"] != nil ? document : nil
    }
}
