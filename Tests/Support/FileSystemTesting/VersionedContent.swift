import Glibc

/// Content that says in every sector of which object, which version and which place it is: no two versions of an object,
/// and no two objects, have a sector in common.
package struct VersionedContent: Sendable {
    /// Bytes of a sector; the last of an object may be shorter.
    package static let sector = 512
    /// Bytes of what a sector says of itself: object, version, place, 8 bytes each.
    private static let head = 24

    /// Which object.
    package let object: Int
    private let size: @Sendable (_ version: Int) -> Int

    /// - Parameter size: how long each version is; at least 24 bytes.
    package init(_ object: Int, size: @escaping @Sendable (_ version: Int) -> Int) {
        self.object = object
        self.size = size
    }

    /// How long a version is.
    package func count(_ version: Int) -> Int { size(version) }

    /// All bytes of a version.
    package func bytes(_ version: Int) -> [UInt8] { bytes(version, 0..<size(version)) }

    /// What is wrong with bytes that were read, and which version they are of.
    ///
    /// - Parameter known: the version of what was read before; without one the bytes must begin with a sector.
    package func check(_ bytes: [UInt8], at offset: Int, known: Int?) -> (version: Int?, wrong: String?) {
        // The end of an object, shorter than what a sector says of itself: nothing to tell versions by.
        if known == nil, offset % Self.sector == 0, bytes.count < Self.head { return (nil, nil) }
        var version = known
        if offset % Self.sector == 0, bytes.count >= Self.head {
            let word = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }
            version = Int(truncatingIfNeeded: word)
        }
        guard let version, version >= 0, version < 1 << 40 else { return (nil, "no version at \(offset)") }
        let end = offset + bytes.count
        guard end <= size(version) else {
            return (version, "\(bytes.count) bytes at \(offset), beyond the end of version \(version)")
        }
        let start = offset - offset % Self.sector
        let expected = self.bytes(version, start..<end)
        // memcmp(3), since tests are built without optimisation.
        let isEqual = expected.withUnsafeBytes { expected in
            bytes.withUnsafeBytes { bytes in
                guard let at = expected.baseAddress, let other = bytes.baseAddress else { return bytes.isEmpty }
                return memcmp(at + (offset - start), other, bytes.count) == 0
            }
        }
        if isEqual { return (version, nil) }
        let place =
            zip(bytes, expected.dropFirst(offset - start)).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? 0
        return (version, "version \(version) at \(offset), but something else from \(offset + place) on")
    }

    private func bytes(_ version: Int, _ range: Range<Int>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            raw.initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: version &* 31 &+ object))
            for start in stride(from: 0, to: range.count, by: Self.sector) where start + Self.head <= range.count {
                let words = [UInt64(object), UInt64(version), UInt64(range.lowerBound + start)]
                for (place, word) in words.enumerated() {
                    raw.storeBytes(of: word, toByteOffset: start + place * 8, as: UInt64.self)
                }
            }
            count = range.count
        }
    }
}
