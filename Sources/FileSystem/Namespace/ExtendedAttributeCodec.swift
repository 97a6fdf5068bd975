/// Extended attributes in one metadata value, in the form of s3fs: percent-encoded JSON of names to Base64.
enum ExtendedAttributeCodec {
    /// The attributes as one line of ASCII, in the order of their names.
    static func encode(_ attributes: [String: [UInt8]]) -> String {
        let members = attributes.sorted { $0.key < $1.key }.map { name, value in
            "\(quoted(name)):\"\(base64(value))\""
        }
        return percentEncoded("{" + members.joined(separator: ",") + "}")
    }

    /// The attributes in `text`; nil when it is malformed.
    static func decode(_ text: String) -> [String: [UInt8]]? {
        guard let bytes = percentDecoded(text) else { return nil }
        var scanner = Scanner(bytes: bytes)
        return scanner.object()
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case let scalar where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return result
    }

    private static func percentDecoded(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            result.append(value)
            rest = rest.dropFirst(2)
        }
        return result
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32((3 - group.count) * 8)
            for place in 0..<4 {
                let isPadding = place > group.count
                result.append(isPadding ? UInt8(ascii: "=") : alphabet[Int(value >> UInt32(18 - 6 * place)) & 63])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func base64Decoded(_ bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var value: UInt32 = 0
        var bits = 0
        for byte in bytes where byte != UInt8(ascii: "=") {
            guard let digit = alphabet.firstIndex(of: byte) else { return nil }
            value = (value << 6 | UInt32(digit)) & 0xffffff
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(truncatingIfNeeded: value >> UInt32(bits)))
            }
        }
        return result
    }

    /// Reads one flat JSON object of strings.
    private struct Scanner {
        let bytes: [UInt8]
        var index = 0

        mutating func object() -> [String: [UInt8]]? {
            var result: [String: [UInt8]] = [:]
            guard take("{") else { return nil }
            if take("}") { return result }
            repeat {
                guard let name = string(), take(":"), let value = string(),
                    let decoded = ExtendedAttributeCodec.base64Decoded(Array(value.utf8))
                else { return nil }
                result[name] = decoded
            } while take(",")
            return take("}") ? result : nil
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            while index < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[index]) { index += 1 }
            guard index < bytes.count, UInt32(bytes[index]) == character.value else { return false }
            index += 1
            return true
        }

        private mutating func string() -> String? {
            guard take("\"") else { return nil }
            var result: [UInt8] = []
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "\"") { return String(decoding: result, as: UTF8.self) }
                guard byte == UInt8(ascii: "\\") else {
                    result.append(byte)
                    continue
                }
                guard let character = escaped() else { return nil }
                result += Array(String(character).utf8)
            }
            return nil
        }

        /// The character that a backslash announces (RFC 8259, 7).
        private mutating func escaped() -> Unicode.Scalar? {
            guard index < bytes.count else { return nil }
            let letter = Unicode.Scalar(bytes[index])
            index += 1
            switch letter {
            case "b": return "\u{8}"
            case "f": return "\u{c}"
            case "n": return "\n"
            case "r": return "\r"
            case "t": return "\t"
            case "u": break
            default: return letter
            }
            guard let unit = unit() else { return nil }
            guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
            // What does not fit into one unit is written as two.
            guard index + 2 <= bytes.count, bytes[index..<index + 2].elementsEqual(#"\u"#.utf8) else { return nil }
            index += 2
            guard let trail = self.unit(), UTF16.isTrailSurrogate(trail) else { return nil }
            return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
        }

        /// Four hexadecimal digits.
        private mutating func unit() -> UInt16? {
            guard index + 4 <= bytes.count else { return nil }
            defer { index += 4 }
            return UInt16(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        }
    }
}
