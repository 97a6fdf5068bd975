/// An opaque entity tag: compared whole, never taken for an MD5.
///
/// Kept without the quotes around it, since servers differ in where they write them.
package struct ETag: Hashable, Sendable {
    /// The tag without its quotes.
    package let value: String

    package init(_ text: String) {
        if text.utf8.count >= 2, text.utf8.first == UInt8(ascii: "\""), text.utf8.last == UInt8(ascii: "\"") {
            value = String(text.dropFirst().dropLast())
        } else {
            value = text
        }
    }

    /// The tag as `If-Match` and `CompleteMultipartUpload` want it.
    package var quoted: String { "\"\(value)\"" }
}

extension ETag: CustomStringConvertible {
    package var description: String { value }
}
