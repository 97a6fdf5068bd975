/// The name of an object: bytes, compared as bytes.
///
/// A key is not a `String`: servers keep bytes that are no UTF-8, and Swift compares strings by
/// canonical equivalence where a bucket does not.
package struct ObjectKey: Hashable, Sendable {
    /// The key, unescaped, without a leading slash of its own making.
    package let bytes: [UInt8]

    /// The longest key that S3 keeps, in bytes.
    package static let maximumLength = 1024

    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Whether every byte of `prefix` begins this key.
    package func hasPrefix(_ prefix: ObjectKey) -> Bool {
        bytes.starts(with: prefix.bytes)
    }

    /// Whether the key ends in `/`: a directory marker, or a common prefix.
    package var isDirectoryMarker: Bool { bytes.last == UInt8(ascii: "/") }

    package static func + (left: ObjectKey, right: some Sequence<UInt8>) -> ObjectKey {
        ObjectKey(left.bytes + right)
    }
}

extension ObjectKey: Comparable {
    /// UTF-8 byte order, which is the order of an S3 listing.
    package static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension ObjectKey: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(value) }
}

extension ObjectKey: CustomStringConvertible {
    /// The key for people: invalid UTF-8 is shown as U+FFFD.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
