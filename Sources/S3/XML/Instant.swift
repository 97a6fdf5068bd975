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
        var scanner = FieldScanner(text)
        func isSeparator(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ",")
        }
        // The day of the week says nothing that the date does not.
        scanner.skip { !isSeparator($0) }
        scanner.skip(while: isSeparator)
        guard let day = scanner.number(), (1...31).contains(day) else { return nil }
        scanner.skip(while: isSeparator)
        guard let month = Self.months.firstIndex(where: { scanner.pass($0) }) else { return nil }
        scanner.skip { !isSeparator($0) }
        scanner.skip(while: isSeparator)
        guard let year = scanner.number(), (1900..<10_000).contains(year) else { return nil }
        scanner.skip(while: isSeparator)
        guard let hour = scanner.number(), hour < 24, scanner.pass(":"), let minute = scanner.number(), minute < 60,
            scanner.pass(":"), let second = scanner.number(), second <= 60
        else { return nil }
        let days = SigningTime.daysSince1970(year: Int(year), month: month + 1, day: Int(day))
        self.init(seconds: days * 86_400 + hour * 3600 + minute * 60 + second)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
