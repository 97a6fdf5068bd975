import CExpat

/// Takes the elements of a document as they come.
protocol XMLElements: AnyObject {
    /// An element begins; `depth` is 1 for the root.
    func begin(_ name: String, depth: Int)
    /// An element ends; `text` is what stood in it directly.
    func end(_ name: String, depth: Int, text: [UInt8])
}

/// A document that is no XML, or more than an answer may be.
struct XMLError: Error, Sendable, CustomStringConvertible {
    let description: String
}

/// expat, fed piece by piece; a document type is refused, so no entity but the five of XML can be.
///
/// Not `Sendable`: used by one thread at a time.
final class XMLScanner {
    static let maximumDepth = 32
    static let maximumText = 64 << 10

    private let parser: XML_Parser
    private let elements: any XMLElements
    private var depth = 0
    /// The text of the innermost open element; an element has text or children, never both that matter.
    private var text: [UInt8] = []
    private var refusal: String?

    init(_ elements: any XMLElements) {
        // Without memory Swift's own arrays end the process, too.
        guard let parser = XML_ParserCreate("UTF-8") else { preconditionFailure("XML_ParserCreate: no memory") }
        self.parser = parser
        self.elements = elements
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, _ in XMLScanner.scanner(context).begin(name) },
            { context, name in XMLScanner.scanner(context).end(name) })
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            XMLScanner.scanner(context).append(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            XMLScanner.scanner(context).refuse("a document type is not accepted")
        }
    }

    deinit { XML_ParserFree(parser) }

    /// Scans a whole document.
    static func scan(_ bytes: [UInt8], into elements: any XMLElements) throws(XMLError) {
        let scanner = XMLScanner(elements)
        // Array's own withUnsafeBytes does not pass typed errors on.
        let fed = bytes.withUnsafeBytes { bytes in
            Result<Void, XMLError> { () throws(XMLError) in try scanner.feed(bytes) }
        }
        try fed.get()
        try scanner.finish()
    }

    /// Scans the next piece.
    func feed(_ bytes: UnsafeRawBufferPointer) throws(XMLError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
            rest = rest.dropFirst(piece.count)
            try check(XML_Parse(parser, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count), 0))
        }
    }

    /// Ends the document.
    ///
    /// - Throws: `XMLError` when it is not complete.
    func finish() throws(XMLError) {
        try check(XML_Parse(parser, nil, 0, 1))
    }

    private func check(_ status: XML_Status) throws(XMLError) {
        if let refusal { throw XMLError(description: refusal) }
        guard status != XML_STATUS_OK else { return }
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown error"
        throw XMLError(description: "line \(XML_GetCurrentLineNumber(parser)): \(reason)")
    }

    private func begin(_ name: UnsafePointer<CChar>?) {
        guard refusal == nil, let name else { return }
        depth += 1
        guard depth <= Self.maximumDepth else {
            return refuse("elements are nested more than \(Self.maximumDepth) deep")
        }
        text.removeAll(keepingCapacity: true)
        elements.begin(String(cString: name), depth: depth)
    }

    private func end(_ name: UnsafePointer<CChar>?) {
        guard refusal == nil, let name else { return }
        elements.end(String(cString: name), depth: depth, text: text)
        text.removeAll(keepingCapacity: true)
        depth -= 1
    }

    private func append(_ bytes: UnsafeRawBufferPointer) {
        guard refusal == nil else { return }
        guard text.count + bytes.count <= Self.maximumText else {
            return refuse("a text is longer than \(Self.maximumText) bytes")
        }
        text.append(contentsOf: bytes)
    }

    private func refuse(_ reason: String) {
        refusal = reason
        XML_StopParser(parser, 0)
    }

    private static func scanner(_ context: UnsafeMutableRawPointer?) -> XMLScanner {
        guard let context else { preconditionFailure("expat called back without its context") }
        return Unmanaged<XMLScanner>.fromOpaque(context).takeUnretainedValue()
    }
}
