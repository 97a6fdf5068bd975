import Glibc

/// A path below the root of a `Disk`: bytes, without a leading slash; empty for the root itself.
package struct DiskPath: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package var bytes: [UInt8]

    package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    package init(_ text: String) { bytes = Array(text.utf8) }
    package init(stringLiteral value: String) { bytes = Array(value.utf8) }

    /// The path of an entry of this directory.
    package func appending(_ name: [UInt8]) -> DiskPath {
        DiskPath(bytes.isEmpty ? name : bytes + [UInt8(ascii: "/")] + name)
    }

    package var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// What a system call gave: a value or an errno.
package typealias CallResult<Value> = Result<Value, CallError>

/// A failed system call.
package struct CallError: Error, Hashable, Sendable, CustomStringConvertible {
    package let errno: Int32

    package init(_ errno: Int32) { self.errno = errno }

    package var description: String { "errno \(errno) (\(String(cString: strerror(errno))))" }
}
