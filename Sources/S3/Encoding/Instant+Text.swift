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
