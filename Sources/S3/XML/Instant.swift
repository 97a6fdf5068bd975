/// An instant as S3 writes it: seconds since 1970 and nanoseconds within the second.
public struct Instant: Sendable, Hashable, Comparable {
    /// Seconds since 1970, UTC.
    public var seconds: Int64
    /// 0 ..< 1,000,000,000.
    public var nanoseconds: Int32

    /// Creates an instant.
    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Earlier first.
    public static func < (left: Instant, right: Instant) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Reads `2009-10-12T17:50:30.000Z`, as listings write it.
    init?(iso8601 text: String) {
        guard let seconds = ISO8601.secondsSince1970(text) else { return nil }
        var nanoseconds: Int32 = 0
        if let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) {
            var unit: Int32 = 100_000_000
            for digit in text.utf8[text.utf8.index(after: point)...] {
                guard (48...57).contains(digit), unit > 0 else { break }
                nanoseconds += Int32(digit - 48) * unit
                unit /= 10
            }
        }
        self.init(seconds: seconds, nanoseconds: nanoseconds)
    }

    /// Reads `Mon, 12 Oct 2009 17:50:30 GMT`, as header fields write it.
    init?(httpDate text: String) {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "," })
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count >= 5, let day = Int(words[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(words[2].prefix(3))), let year = Int(words[3]), year >= 1900,
            year < 10_000
        else { return nil }
        let clock = words[4].split(separator: ":").map { Int($0) ?? -1 }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        let days = SigningTime.daysSince1970(year: year, month: month + 1, day: day)
        self.init(seconds: days * 86_400 + Int64(clock[0] * 3600 + clock[1] * 60 + clock[2]))
    }
}
