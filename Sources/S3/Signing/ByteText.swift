import COpenSSL

/// EVP_EncodeBlock(3): Bytes in base64 with padding, on one line.
func base64(_ bytes: [UInt8]) -> String {
    let length = (bytes.count + 2) / 3 * 4
    // EVP_EncodeBlock writes a NUL after the text.
    return String(
        decoding: [UInt8](unsafeUninitializedCapacity: length + 1) { buffer, count in
            count = Int(EVP_EncodeBlock(buffer.baseAddress, bytes, CInt(bytes.count)))
        },
        as: UTF8.self
    )
}

/// EVP_DecodeBlock(3): The bytes of a base64 text with padding; nil when it is none.
func bytes(base64 text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    // EVP_DecodeBlock takes white space around the text, and counts `=` as zeros wherever it stands.
    guard digits.count % 4 == 0, padding <= 2,
        digits.dropLast(padding).allSatisfy({ $0 > 32 && $0 != UInt8(ascii: "=") })
    else { return nil }
    if digits.isEmpty { return [] }
    var decoded = [UInt8](repeating: 0, count: digits.count / 4 * 3)
    guard EVP_DecodeBlock(&decoded, digits, CInt(digits.count)) == CInt(decoded.count) else { return nil }
    decoded.removeLast(padding)
    return decoded
}

/// Bytes in lower-case hexadecimal.
func hexadecimal(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
        for (index, byte) in bytes.enumerated() {
            buffer[index * 2] = hexadecimalDigit(byte >> 4)
            buffer[index * 2 + 1] = hexadecimalDigit(byte & 15)
        }
        return bytes.count * 2
    }
}

extension [UInt8] {
    /// Adds bytes in lower-case hexadecimal.
    mutating func append(hexadecimal bytes: [UInt8]) {
        for byte in bytes {
            append(hexadecimalDigit(byte >> 4))
            append(hexadecimalDigit(byte & 15))
        }
    }

    /// Adds a number with leading zeros.
    mutating func append(decimal value: Int, width: Int) {
        var divisor = 1
        for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
