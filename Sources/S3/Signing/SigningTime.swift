/// A moment as signatures write it, without a formatter: one is made for each attempt.
struct SigningTime: Sendable, Hashable {
    /// `20130524T000000Z`.
    let timestamp: String
    /// Seconds since 1970, UTC.
    let seconds: Int64
    /// Days since 1970.
    let day: Int64

    /// `20130524`.
    var date: String { String(timestamp.prefix(8)) }

    /// - Parameter seconds: since 1970, UTC.
    init(secondsSince1970 seconds: Int64) {
        self.seconds = seconds
        day = seconds.dividedDown(by: 86_400)
        let second = Int(seconds - day * 86_400)
        let (year, month, dayOfMonth) = Self.civil(daysSince1970: day)
        var text: [UInt8] = []
        text.reserveCapacity(16)
        text.append(decimal: year, width: 4)
        text.append(decimal: month, width: 2)
        text.append(decimal: dayOfMonth, width: 2)
        text.append(UInt8(ascii: "T"))
        text.append(decimal: second / 3_600, width: 2)
        text.append(decimal: second / 60 % 60, width: 2)
        text.append(decimal: second % 60, width: 2)
        text.append(UInt8(ascii: "Z"))
        timestamp = String(decoding: text, as: UTF8.self)
    }

    /// `2013-05-24T00:00:00Z`, as policies want it.
    var extendedTimestamp: String {
        let parts = Array(timestamp.utf8)
        func text(_ range: Range<Int>) -> String { String(decoding: parts[range], as: UTF8.self) }
        return "\(text(0..<4))-\(text(4..<6))-\(text(6..<11)):\(text(11..<13)):\(text(13..<16))"
    }

    /// `Fri, 24 May 2013 00:00:00 GMT`, as `Date` wants it.
    var httpDate: String {
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = weekdays[Int((day % 7 + 7) % 7)]
        let (year, month, dayOfMonth) = Self.civil(daysSince1970: day)
        let second = Int(seconds - day * 86_400)
        var text = Array("\(weekday), ".utf8)
        text.append(decimal: dayOfMonth, width: 2)
        text += " \(months[month - 1]) ".utf8
        text.append(decimal: year, width: 4)
        for (separator, value) in [(" ", second / 3_600), (":", second / 60 % 60), (":", second % 60)] {
            text += separator.utf8
            text.append(decimal: value, width: 2)
        }
        return String(decoding: text, as: UTF8.self) + " GMT"
    }

    /// Year, month and day of a count of days, by the proleptic Gregorian calendar (Hinnant's `civil_from_days`).
    static func civil(daysSince1970 days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.dividedDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (Int(year), Int(month), Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))
    }

    /// The count of days of a date, the reverse of `civil(daysSince1970:)`.
    static func daysSince1970(year: Int, month: Int, day: Int) -> Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear.dividedDown(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity, as calendars want it.
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
