/// Writes the few documents that S3 takes.
struct XMLWriter {
    private(set) var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)

    /// Opens an element, closed by the caller.
    mutating func open(_ name: String, attributes: String = "") {
        bytes += "<\(name)\(attributes)>".utf8
    }

    /// Closes an element.
    mutating func close(_ name: String) {
        bytes += "</\(name)>".utf8
    }

    /// Writes an element with text.
    mutating func element(_ name: String, _ text: some Sequence<UInt8>) {
        open(name)
        for byte in text {
            switch byte {
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            // Written plainly, a parser would make a line feed of it.
            case 13: bytes += "&#13;".utf8
            default: bytes.append(byte)
            }
        }
        close(name)
    }

    /// Writes an element with text.
    mutating func element(_ name: String, _ text: String) { element(name, text.utf8) }

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
