/// Reads the value of a header field from its start, byte by byte.
///
/// Every answer has such values: to make text of their parts, or to find where characters end, costs more than all else
/// that is read of it.
struct FieldScanner {
    private var rest: Substring.UTF8View

    init(_ value: String) { rest = value.utf8[...] }

    /// Whether nothing is left.
    var isAtEnd: Bool { rest.isEmpty }

    /// Passes a text; false, with nothing passed, where something else stands.
    mutating func pass(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// Passes the bytes that are meant.
    mutating func skip(while isMeant: (UInt8) -> Bool) { rest = rest.drop(while: isMeant) }

    /// Reads a decimal number without a sign; nil, with nothing passed, where there is none or it is too large.
    mutating func number() -> Int64? {
        var value: Int64 = 0
        var left = rest
        while let byte = left.first, (48...57).contains(byte) {
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (next, isTooLargeNow) = tens.addingReportingOverflow(Int64(byte - 48))
            if isTooLarge || isTooLargeNow { return nil }
            value = next
            left = left.dropFirst()
        }
        guard left.startIndex != rest.startIndex else { return nil }
        rest = left
        return value
    }
}
