import CExpat
import Glibc

/// Builds a tree of what expat finds.
///
/// A value behind expat's pointer to it, since a class would check each access to each of its fields.
struct XMLTreeBuilder {
    private(set) var elements: [XMLTree.Element] = []
    private(set) var text: [UInt8] = []
    /// The open elements, outermost first, each with its last child.
    private var open: [(element: Int, last: Int)] = []
    /// The names met so far, by a hash of their spelling.
    private var hashes: [UInt64] = []
    private var names: [ElementName] = []
    private var parser: XML_Parser?
    private var refusal: String?

    /// Reads a whole document.
    ///
    /// - Throws: `XMLError`.
    mutating func read(_ document: [UInt8]) throws(XMLError) {
        // Without memory Swift's own arrays end the process, too.
        guard let parser = XML_ParserCreate("UTF-8") else { preconditionFailure("XML_ParserCreate: no memory") }
        self.parser = parser
        defer {
            XML_ParserFree(parser)
            self.parser = nil
        }
        elements.reserveCapacity(min(document.count / 32, 1 << 14))
        text.reserveCapacity(min(document.count / 2, 1 << 18))
        XML_SetElementHandler(
            parser,
            { context, name, attributes in XMLTreeBuilder.builder(context).pointee.begin(name, attributes) },
            { context, _ in XMLTreeBuilder.builder(context).pointee.end() })
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            XMLTreeBuilder.builder(context).pointee.append(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            XMLTreeBuilder.builder(context).pointee.refuse("a document type is not accepted")
        }
        let error = withUnsafeMutablePointer(to: &self) { builder in
            // The builder stays where it is until expat is done.
            XML_SetUserData(parser, builder)
            return document.withUnsafeBytes { Self.feed($0, to: parser, builder) }
        }
        if let error { throw error }
    }

    private static func feed(
        _ bytes: UnsafeRawBufferPointer, to parser: XML_Parser, _ builder: UnsafeMutablePointer<XMLTreeBuilder>
    ) -> XMLError? {
        var rest = bytes[...]
        repeat {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
            rest = rest.dropFirst(piece.count)
            let start = piece.baseAddress?.assumingMemoryBound(to: CChar.self)
            let status = XML_Parse(parser, start, Int32(piece.count), rest.isEmpty ? 1 : 0)
            if let refusal = builder.pointee.refusal { return XMLError(description: refusal) }
            guard status == XML_STATUS_OK else {
                let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown error"
                return XMLError(description: "line \(XML_GetCurrentLineNumber(parser)): \(reason)")
            }
        } while !rest.isEmpty
        return nil
    }

    private mutating func begin(
        _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard refusal == nil, let name else { return }
        guard open.count < XMLTree.maximumDepth else {
            return refuse("elements are nested more than \(XMLTree.maximumDepth) deep")
        }
        guard elements.count < XMLTree.maximumElements else {
            return refuse("there are more than \(XMLTree.maximumElements) elements")
        }
        // What stood before a child is the space between elements.
        if let parent = open.last {
            let start = Int(elements[parent.element].textStart)
            if text.count > start { text.removeLast(text.count - start) }
        }
        let index = add(self.name(of: name))
        open.append((index, -1))
        guard var attribute = attributes else { return }
        while let key = attribute[0], let value = attribute[1] {
            if String(cString: key).hasSuffix(":type") { addType(value, of: index) }
            attribute += 2
        }
    }

    /// Keeps the attribute `type` of a namespace as an element inside.
    private mutating func addType(_ value: UnsafePointer<CChar>, of index: Int) {
        guard strlen(value) <= XMLTree.maximumText else { return refuse("an attribute is too long") }
        let child = add(.xsiType)
        text.append(contentsOf: UnsafeRawBufferPointer(start: value, count: strlen(value)))
        elements[child].textEnd = Int32(text.count)
        elements[index].textStart = Int32(text.count)
    }

    /// Adds an element to the innermost open one.
    private mutating func add(_ name: ElementName) -> Int {
        let index = elements.count
        elements.append(XMLTree.Element(name: name, textStart: Int32(text.count), textEnd: Int32(text.count)))
        guard let parent = open.last else { return index }
        if parent.last < 0 {
            elements[parent.element].first = Int32(index)
        } else {
            elements[parent.last].next = Int32(index)
        }
        open[open.count - 1].last = index
        return index
    }

    private mutating func end() {
        guard refusal == nil, let closed = open.popLast() else { return }
        if closed.last < 0 { elements[closed.element].textEnd = Int32(text.count) }
        // A parent's space begins after its last child.
        if let parent = open.last { elements[parent.element].textStart = Int32(text.count) }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard refusal == nil, let current = open.last else { return }
        guard text.count + bytes.count - Int(elements[current.element].textStart) <= XMLTree.maximumText else {
            return refuse("a text is longer than \(XMLTree.maximumText) bytes")
        }
        text.append(contentsOf: bytes)
    }

    private mutating func refuse(_ reason: String) {
        refusal = reason
        XML_StopParser(parser, 0)
    }

    /// A document has few names, each many times: they are told apart by an FNV-1a of 64 bits.
    private mutating func name(of spelling: UnsafePointer<CChar>) -> ElementName {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var length = 0
        while spelling[length] != 0 {
            hash = (hash ^ UInt64(UInt8(bitPattern: spelling[length]))) &* 0x100_0000_01B3
            length += 1
        }
        for index in hashes.indices where hashes[index] == hash { return names[index] }
        let text = String(decoding: UnsafeRawBufferPointer(start: spelling, count: length), as: UTF8.self)
        let local = text.split(separator: ":").last.map { String($0) } ?? text
        let name = ElementName(rawValue: local) ?? .unknown
        if names.count < 256 {
            hashes.append(hash)
            names.append(name)
        }
        return name
    }

    private static func builder(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLTreeBuilder> {
        guard let context else { preconditionFailure("expat called back without its context") }
        return context.assumingMemoryBound(to: XMLTreeBuilder.self)
    }
}
