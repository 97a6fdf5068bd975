extension Instant {
    /// Reads an instant in either of the forms that S3 writes.
    init?(text: String) {
        if let instant = Instant(iso8601: text) {
            self = instant
        } else if let instant = Instant(httpDate: text) {
            self = instant
        } else {
            return nil
        }
    }

    /// Reads `2009-10-12T17:50:30Z` or `2009-10-12T17:50:30.000Z`, of which a listing has one for each object.
    ///
    /// Nil for anything else.
    init?(plain text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 20 || text.count == 24, text[text.count - 1] == UInt8(ascii: "Z"),
            text[4] == UInt8(ascii: "-"),
            text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"), text.count == 20 || text[19] == UInt8(ascii: ".")
        else { return nil }
        var isNumber = true
        func number(_ start: Int, _ count: Int) -> Int {
            var value = 0
            for index in start..<start + count {
                let digit = text[index] &- 48
                if digit > 9 { isNumber = false }
                value = value * 10 + Int(digit)
            }
            return value
        }
        let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2))
        let (hour, minute, second) = (number(11, 2), number(14, 2), number(17, 2))
        let milliseconds = text.count == 24 ? number(20, 3) : 0
        guard isNumber, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60 else {
            return nil
        }
        let days = SigningTime.daysSince1970(year: year, month: month, day: day)
        self.init(
            seconds: days * 86_400 + Int64(hour * 3_600 + minute * 60 + second),
            nanoseconds: Int32(milliseconds * 1_000_000))
    }

    /// `Mon, 12 Oct 2009 17:50:30 GMT`, as header fields write it: whole seconds.
    var httpDate: String {
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (days, date, clock) = parts
        let weekday = weekdays[Int(((days % 7) + 7) % 7)]
        let day = "\(Self.digits(date.day, 2)) \(months[date.month - 1]) \(Self.digits(date.year, 4))"
        return "\(weekday), \(day) \(clock) GMT"
    }

    /// `2009-10-12T17:50:30Z`: whole seconds.
    var iso8601Seconds: String {
        let (_, date, clock) = parts
        return "\(Self.digits(date.year, 4))-\(Self.digits(date.month, 2))-\(Self.digits(date.day, 2))T\(clock)Z"
    }

    /// `2009-10-12T17:50:30.000001Z`: to the microsecond, where there are any.
    var iso8601: String {
        let microseconds = Int(nanoseconds / 1000)
        guard microseconds > 0 else { return iso8601Seconds }
        return iso8601Seconds.dropLast() + "." + Self.digits(microseconds, 6) + "Z"
    }

    private var parts: (days: Int64, date: (year: Int, month: Int, day: Int), clock: String) {
        var days = seconds / 86_400
        if seconds % 86_400 < 0 { days -= 1 }
        let second = Int(seconds - days * 86_400)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Self.digits($0, 2) }.joined(separator: ":")
        return (days, SigningTime.civil(daysSince1970: days), clock)
    }

    private static func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
