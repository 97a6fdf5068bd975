import CChecksum

/// The numbers of 4 bytes, the lowest first, that frame the records of journals.
extension UInt32 {
    var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }

    /// The first 4 of some bytes.
    init(littleEndianBytes bytes: ArraySlice<UInt8>) {
        self = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// CRC-32C.
    init(checksumOf bytes: ArraySlice<UInt8>) {
        self = bytes.withUnsafeBytes { cchecksum_crc32c(0, $0.baseAddress, $0.count) }
    }
}
