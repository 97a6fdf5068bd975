/// Percent-encoding as signatures demand it: over bytes, upper-case digits, and only `A-Za-z0-9-._~` as they are.
struct PercentEncoding: Sendable {
    private let plain: [Bool]

    /// For keys in a path: `/` stays.
    static let path = PercentEncoding(alsoPlain: "/")
    /// For names and values in a query: `/` becomes `%2F`.
    static let query = PercentEncoding(alsoPlain: "")

    private init(alsoPlain: String) {
        let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~" + alsoPlain
        var plain = [Bool](repeating: false, count: 256)
        for byte in unreserved.utf8 { plain[Int(byte)] = true }
        self.plain = plain
    }

    /// The encoded bytes, all of them ASCII.
    func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.underestimatedCount + 16)
        for byte in bytes {
            if plain[Int(byte)] {
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

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
