/// A range of an object's bytes, end exclusive.
package struct ByteRange: Hashable, Sendable {
    package let lowerBound: Int64
    package let upperBound: Int64

    /// - Precondition: `0 <= lowerBound <= upperBound`.
    package init(_ range: Range<Int64>) {
        precondition(range.lowerBound >= 0, "a byte range begins at \(range.lowerBound)")
        lowerBound = range.lowerBound
        upperBound = range.upperBound
    }

    package var count: Int64 { upperBound - lowerBound }
    package var isEmpty: Bool { lowerBound == upperBound }
    package var range: Range<Int64> { lowerBound..<upperBound }
}
