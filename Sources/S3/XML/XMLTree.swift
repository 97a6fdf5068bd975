import CExpat
import Glibc

/// An answer's document in a few flat arrays: no allocation for an element, and text for the leaves only.
///
/// A document type is refused, so no entity but the five of XML can be; depth, count and length have limits.
///
/// Not `Sendable`: used by one thread at a time.
final class XMLTree {
    static let maximumDepth = 32
    /// Many times what the largest listing has.
    static let maximumElements = 1 << 20
    static let maximumText = 64 << 10

    struct Element {
        var name: ElementName
        /// The next element with the same parent; -1 after the last.
        var next: Int32 = -1
        /// The first element inside; -1 without any.
        var first: Int32 = -1
        var textStart: Int32
        var textEnd: Int32
    }

    fileprivate(set) var elements: [Element] = []
    fileprivate(set) var text: [UInt8] = []
    /// Whether keys are percent-encoded and wanted decoded.
    var isDecoding = false
    /// Whether `XMLRepair` changed the document.
    var isMended = false

    /// The open elements, outermost first, each with its last child.
    private var open: [(element: Int32, last: Int32)] = []
    private var names: [(spelling: [UInt8], name: ElementName)] = []
    private var parser: XML_Parser?
    private var refusal: String?

    /// Reads a whole document.
    ///
    /// - Throws: `XMLError`.
    init(_ document: [UInt8]) throws(XMLError) {
        guard let parser = XML_ParserCreate("UTF-8") else { preconditionFailure("XML_ParserCreate: no memory") }
        self.parser = parser
        defer {
            XML_ParserFree(parser)
            self.parser = nil
        }
        elements.reserveCapacity(min(document.count / 32, 1 << 14))
        text.reserveCapacity(min(document.count / 2, 1 << 18))
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in XMLTree.tree(context).begin(name, attributes) },
            { context, _ in XMLTree.tree(context).end() })
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            XMLTree.tree(context).append(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            XMLTree.tree(context).refuse("a document type is not accepted")
        }
        // Array's own withUnsafeBytes does not pass typed errors on.
        let outcome = document.withUnsafeBytes { bytes in
            Result<Void, XMLError> { () throws(XMLError) in try feed(bytes) }
        }
        try outcome.get()
    }

    /// The document's outermost element.
    var root: XMLNode { XMLNode(tree: self, index: 0) }

    private func feed(_ bytes: UnsafeRawBufferPointer) throws(XMLError) {
        var rest = bytes[...]
        repeat {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
            rest = rest.dropFirst(piece.count)
            let start = piece.baseAddress?.assumingMemoryBound(to: CChar.self)
            let status = XML_Parse(parser, start, Int32(piece.count), rest.isEmpty ? 1 : 0)
            if let refusal { throw XMLError(description: refusal) }
            guard status == XML_STATUS_OK else {
                let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown error"
                throw XMLError(description: "line \(XML_GetCurrentLineNumber(parser)): \(reason)")
            }
        } while !rest.isEmpty
    }

    private func begin(_ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard refusal == nil, let name else { return }
        guard open.count < Self.maximumDepth else {
            return refuse("elements are nested more than \(Self.maximumDepth) deep")
        }
        guard elements.count < Self.maximumElements else {
            return refuse("there are more than \(Self.maximumElements) elements")
        }
        // What stood before a child is the space between elements.
        if let parent = open.last { text.removeLast(text.count - Int(elements[Int(parent.element)].textStart)) }
        let index = add(self.name(of: name))
        open.append((index, -1))
        guard var attribute = attributes else { return }
        while let key = attribute[0], let value = attribute[1] {
            if Self.isType(key) {
                let length = strlen(value)
                let start = Int32(text.count)
                text.append(contentsOf: UnsafeRawBufferPointer(start: value, count: length))
                let child = add(.xsiType)
                elements[Int(child)].textStart = start
                elements[Int(child)].textEnd = Int32(text.count)
                elements[Int(index)].textStart = Int32(text.count)
            }
            attribute += 2
        }
    }

    /// Adds an element to the innermost open one.
    private func add(_ name: ElementName) -> Int32 {
        let index = Int32(elements.count)
        elements.append(Element(name: name, textStart: Int32(text.count), textEnd: Int32(text.count)))
        if let parent = open.last {
            if parent.last < 0 {
                elements[Int(parent.element)].first = index
            } else {
                elements[Int(parent.last)].next = index
            }
            open[open.count - 1].last = index
        }
        return index
    }

    private func end() {
        guard refusal == nil, let closed = open.popLast() else { return }
        let index = Int(closed.element)
        if closed.last < 0 {
            elements[index].textEnd = Int32(text.count)
        }
        // A parent's space begins after its last child.
        if let parent = open.last { elements[Int(parent.element)].textStart = Int32(text.count) }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) {
        guard refusal == nil, let current = open.last else { return }
        guard text.count + bytes.count - Int(elements[Int(current.element)].textStart) <= Self.maximumText else {
            return refuse("a text is longer than \(Self.maximumText) bytes")
        }
        text.append(contentsOf: bytes)
    }

    private func refuse(_ reason: String) {
        refusal = reason
        XML_StopParser(parser, 0)
    }

    /// A document has few names, each many times.
    private func name(of spelling: UnsafePointer<CChar>) -> ElementName {
        let bytes = UnsafeRawBufferPointer(start: spelling, count: strlen(spelling))
        for known in names where known.spelling.count == bytes.count {
            if known.spelling.withUnsafeBytes({ $0.elementsEqual(bytes) }) { return known.name }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let local = text.split(separator: ":").last.map { String($0) } ?? text
        let name = ElementName(rawValue: local) ?? .unknown
        if names.count < 256 { names.append((Array(bytes), name)) }
        return name
    }

    /// Whether an attribute is `type` in a namespace.
    private static func isType(_ key: UnsafePointer<CChar>) -> Bool {
        String(cString: key).hasSuffix(":type")
    }

    private static func tree(_ context: UnsafeMutableRawPointer?) -> XMLTree {
        guard let context else { preconditionFailure("expat called back without its context") }
        return Unmanaged<XMLTree>.fromOpaque(context).takeUnretainedValue()
    }
}
