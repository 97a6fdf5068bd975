/// Percent-encoding as signatures demand it: over bytes, upper-case digits, and only `A-Za-z0-9-._~` as they are.
struct PercentEncoding: Sendable {
    /// A bit for each of the first 64 and of the next 64 bytes that stays as it is; from 128 on none does.
    private let plain: (low: UInt64, high: UInt64)

    /// For keys in a path: `/` stays.
    static let path = PercentEncoding(alsoPlain: "/")
    /// For names and values in a query: `/` becomes `%2F`.
    static let query = PercentEncoding(alsoPlain: "")

    private init(alsoPlain: String) {
        let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~" + alsoPlain
        var plain: (low: UInt64, high: UInt64) = (0, 0)
        for byte in unreserved.utf8 {
            if byte < 64 { plain.low |= 1 << UInt64(byte) } else { plain.high |= 1 << UInt64(byte - 64) }
        }
        self.plain = plain
    }

    /// The encoded bytes, all of them ASCII.
    func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.underestimatedCount + 16)
        for byte in bytes {
            if isPlain(byte) {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result.append(Self.digit(byte >> 4))
                result.append(Self.digit(byte & 15))
            }
        }
        return result
    }

    /// The encoded bytes as text.
    func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: encode(bytes), as: UTF8.self)
    }

    /// The encoded bytes as text behind a prefix that needs no encoding; made once for each request, so in one piece.
    func text(_ bytes: [UInt8], behind prefix: String) -> String {
        let escaped = bytes.reduce(into: 0) { if !isPlain($1) { $0 += 1 } }
        let start = prefix.utf8.count
        return String(unsafeUninitializedCapacity: start + bytes.count + 2 * escaped) { buffer in
            _ = buffer[..<start].update(fromContentsOf: prefix.utf8)
            var end = start
            for byte in bytes {
                if isPlain(byte) {
                    buffer[end] = byte
                    end += 1
                } else {
                    buffer[end] = UInt8(ascii: "%")
                    buffer[end + 1] = Self.digit(byte >> 4)
                    buffer[end + 2] = Self.digit(byte & 15)
                    end += 3
                }
            }
            return end
        }
    }

    private func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case ..<64: plain.low >> UInt64(byte) & 1 == 1
        case ..<128: plain.high >> UInt64(byte - 64) & 1 == 1
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
