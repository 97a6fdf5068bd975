/// Mends what some servers write: references to characters that XML cannot hold.
///
/// Ceph echoes a prefix, and writes a continuation token, as `a&#x01;`, also when the keys come percent-encoded.
enum XMLRepair {
    /// Control characters stand at this private code point and after it, until `restored` takes them back.
    private static let standIn: UInt32 = 0x10FF00

    /// `document` with stand-ins in place of such references; nil when there are none.
    static func replacingInvalidReferences(_ document: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var index = 0
        var isChanged = false
        while index < document.count {
            if let (value, end) = invalidReference(document, at: index) {
                let scalar = value < 32 ? UnicodeScalar(standIn + value) : nil
                result += String(scalar ?? "\u{FFFD}").utf8
                index = end
                isChanged = true
            } else {
                result.append(document[index])
                index += 1
            }
        }
        return isChanged ? result : nil
    }

    /// `text` of a mended document with its control characters.
    static func restored(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let value = scalar.value &- standIn
            result.append(value < 32 ? UnicodeScalar(UInt8(value)) : scalar)
        }
        return String(result)
    }

    /// The value of `&#…;` at `start`, when XML cannot hold it, and the index after it.
    private static func invalidReference(_ document: [UInt8], at start: Int) -> (value: UInt32, end: Int)? {
        guard document[start...].starts(with: "&#".utf8),
            let end = document[start...].prefix(16).firstIndex(of: UInt8(ascii: ";"))
        else { return nil }
        let text = String(decoding: document[(start + 2)..<end], as: UTF8.self)
        let isHexadecimal = text.hasPrefix("x") || text.hasPrefix("X")
        guard let value = UInt32(isHexadecimal ? String(text.dropFirst()) : text, radix: isHexadecimal ? 16 : 10) else {
            return nil
        }
        let isValid =
            [9, 10, 13].contains(value) || (0x20...0xD7FF).contains(value) || (0xE000...0xFFFD).contains(value)
            || (0x10000...0x10FFFF).contains(value)
        return isValid ? nil : (value, end + 1)
    }
}
