/// Bytes of an object.
public enum ObjectRange: Sendable, Hashable {
    /// From the first to before the last offset; an end after the object's is cut.
    case bytes(Range<Int64>)
    /// From an offset to the end.
    case from(Int64)
    /// So many from the end.
    case last(Int64)

    /// Reads `bytes=0-9`, `bytes=5-` or `bytes=-5`, as boto3 takes it.
    public init?(_ text: String) {
        guard text.hasPrefix("bytes=") else { return nil }
        let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        switch (Int64(ends[0]), Int64(ends[1])) {
        case (let first?, let last?) where first >= 0 && first <= last && last < Int64.max:
            self = .bytes(first..<last + 1)
        case (let first?, nil) where first >= 0 && ends[1].isEmpty: self = .from(first)
        case (nil, let count?) where count > 0 && ends[0].isEmpty: self = .last(count)
        default: return nil
        }
    }

    /// The header field's value; nil for no bytes at all, which HTTP cannot ask for.
    var headerField: String? {
        switch self {
        case .bytes(let range): range.isEmpty ? nil : "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
        case .from(let first): first < 0 ? nil : "bytes=\(first)-"
        case .last(let count): count <= 0 ? nil : "bytes=-\(count)"
        }
    }
}
