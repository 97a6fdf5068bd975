/// An answer's document in a few flat arrays: no allocation for an element, and text for the leaves only.
///
/// Built once and read after; a document type is refused, so no entity but the five of XML can be; depth, count and
/// length have limits.
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

    let elements: [Element]
    let text: [UInt8]
    /// Whether keys are percent-encoded and wanted decoded.
    let isDecoding: Bool
    /// Whether `XMLRepair` changed the document.
    let isMended: Bool

    /// Reads a whole document.
    ///
    /// - Throws: `XMLError`.
    init(_ document: [UInt8]) throws(XMLError) {
        var builder = XMLTreeBuilder()
        try builder.read(document)
        elements = builder.elements
        text = builder.text
        isDecoding = false
        isMended = false
    }

    private init(_ other: XMLTree, isDecoding: Bool, isMended: Bool) {
        elements = other.elements
        text = other.text
        self.isDecoding = isDecoding
        self.isMended = isMended
    }

    /// The document's outermost element.
    var root: XMLNode { XMLNode(tree: self, index: 0) }

    /// The same tree, read in another way.
    func read(isDecoding: Bool, isMended: Bool) -> XMLTree {
        XMLTree(self, isDecoding: isDecoding, isMended: isMended)
    }
}
