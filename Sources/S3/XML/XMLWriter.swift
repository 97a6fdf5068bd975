/// Writes the documents that S3 takes, as botocore does.
struct XMLWriter {
    private(set) var bytes: [UInt8] = []
    /// Whether something was written that XML cannot hold.
    private(set) var isFaulty = false
    /// Declared by the root.
    private var namespace: String?
    /// Whether the last tag is still open for attributes.
    private var isOpening = false

    /// - Parameter namespace: the root's; nil for none.
    init(namespace: String? = nil) { self.namespace = namespace }

    /// Opens an element, closed by the caller.
    ///
    /// - Parameter attributes: as written, each with a space in front.
    mutating func open(_ name: String, attributes: String = "") {
        finishTag()
        bytes += "<\(name)".utf8
        if let namespace { bytes += " xmlns=\"\(namespace)\"".utf8 }
        namespace = nil
        bytes += attributes.utf8
        isOpening = true
    }

    /// Adds an attribute to the element just opened.
    mutating func attribute(_ name: String, _ value: String) {
        bytes += " \(name)=\"".utf8
        for byte in value.utf8 { escape(byte) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Closes an element; one without anything in it becomes an empty tag.
    mutating func close(_ name: String) {
        if isOpening {
            bytes += " />".utf8
            isOpening = false
        } else {
            bytes += "</\(name)>".utf8
        }
    }

    /// Writes an element with text.
    mutating func element(_ name: String, _ text: [UInt8]) {
        if !Self.canHold(text) { isFaulty = true }
        open(name)
        if !text.isEmpty { finishTag() }
        for byte in text { escape(byte) }
        close(name)
    }

    /// Writes an element with text.
    mutating func element(_ name: String, _ text: String) { element(name, Array(text.utf8)) }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "<"): bytes += "&lt;".utf8
        case UInt8(ascii: ">"): bytes += "&gt;".utf8
        case UInt8(ascii: "&"): bytes += "&amp;".utf8
        case UInt8(ascii: "\"") where isOpening: bytes += "&quot;".utf8
        // Written plainly, a parser would make a line feed of the one and of both.
        case 13: bytes += "&#xD;".utf8
        case 10: bytes += "&#xA;".utf8
        default: bytes.append(byte)
        }
    }

    private mutating func finishTag() {
        guard isOpening else { return }
        bytes.append(UInt8(ascii: ">"))
        isOpening = false
    }

    /// The document as a request's body.
    ///
    /// - Throws: `S3Error` `.invalidInput` when something in it cannot be written.
    func body(of operation: String) throws(S3Error) -> any RequestBody {
        guard !isFaulty else {
            throw S3Error(
                .invalidInput, code: "InvalidInput", message: "XML cannot hold one of the texts", operation: operation)
        }
        return BytesBody(bytes)
    }

    /// Whether XML 1.0 can hold these bytes: UTF-8 without control characters and without U+FFFE and U+FFFF.
    static func canHold(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x9, 0xA, 0xD: true
            case 0..<0x20, 0xFFFE, 0xFFFF: false
            default: true
            }
        }
    }
}
