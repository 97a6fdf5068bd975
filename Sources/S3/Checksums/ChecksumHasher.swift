import CChecksum

/// A checksum under way: fed in pieces, finished once.
struct ChecksumHasher: ~Copyable, Sendable {
    private let algorithm: ChecksumAlgorithm
    /// The running check; of no meaning to the digests.
    private var crc: UInt64 = 0
    /// The running digest; nil for the checks.
    private var digest: MessageDigest?

    /// A checksum of no bytes yet.
    init(_ algorithm: ChecksumAlgorithm) {
        self.algorithm = algorithm
        digest =
            switch algorithm {
            case .crc32, .crc32c, .crc64nvme: nil
            case .sha1: MessageDigest(.sha1)
            case .sha256: MessageDigest(.sha256)
            }
    }

    /// Adds bytes.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let (start, count) = (bytes.baseAddress, bytes.count)
        switch algorithm {
        case .crc32: crc = UInt64(cchecksum_crc32(UInt32(truncatingIfNeeded: crc), start, count))
        case .crc32c: crc = UInt64(cchecksum_crc32c(UInt32(truncatingIfNeeded: crc), start, count))
        case .crc64nvme: crc = cchecksum_crc64nvme(crc, start, count)
        case .sha1, .sha256: digest?.update(bytes)
        }
    }

    /// Adds bytes.
    mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The bytes of the checksum, the highest first.
    consuming func finish() -> [UInt8] {
        let (crc, count) = (crc, algorithm.byteCount)
        return digest?.finish() ?? Array(crc.bigEndianBytes.suffix(count))
    }

    /// The checksum as header fields and XML have it.
    consuming func finishBase64() -> String { S3.base64(finish()) }

    /// The checksum of bytes that are all there, as header fields and XML have it.
    static func base64(of bytes: [UInt8], _ algorithm: ChecksumAlgorithm) -> String {
        var hasher = ChecksumHasher(algorithm)
        hasher.update(bytes)
        return hasher.finishBase64()
    }
}

extension ChecksumAlgorithm {
    /// The checksum of two runs of bytes in a row, from their checksums in base64.
    ///
    /// - Parameter count: the length of the second run in bytes.
    /// - Returns: nil for the digests, which cannot be put together, and for what is no checksum.
    func combined(_ first: String, _ second: String, count: Int64) -> String? {
        guard let first = bytes(base64: first).map(UInt64.init(bigEndianBytes:)),
            let second = bytes(base64: second).map(UInt64.init(bigEndianBytes:)), count >= 0
        else { return nil }
        let length = UInt64(count)
        func short(_ combine: (UInt32, UInt32, UInt64) -> UInt32) -> String? {
            guard let first = UInt32(exactly: first), let second = UInt32(exactly: second) else { return nil }
            return base64(combine(first, second, length).bigEndianBytes)
        }
        switch self {
        case .crc32: return short(cchecksum_crc32_combine)
        case .crc32c: return short(cchecksum_crc32c_combine)
        case .crc64nvme: return base64(cchecksum_crc64nvme_combine(first, second, length).bigEndianBytes)
        case .sha1, .sha256: return nil
        }
    }

    /// The checksum of checksums that S3 gives an object of several parts, with the count of parts behind it.
    ///
    /// - Parameter parts: the parts' checksums in base64, in order.
    /// - Returns: nil when one of them is no base64.
    func composite(of parts: [String]) -> String? {
        var hasher = ChecksumHasher(self)
        for part in parts {
            guard let part = bytes(base64: part) else { return nil }
            hasher.update(part)
        }
        return hasher.finishBase64() + "-\(parts.count)"
    }
}

extension FixedWidthInteger {
    fileprivate var bigEndianBytes: [UInt8] {
        withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}

extension UInt64 {
    fileprivate init(bigEndianBytes bytes: [UInt8]) {
        self = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
