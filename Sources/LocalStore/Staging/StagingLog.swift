import CChecksum

/// The bytes of a journal: what is written into it, and what is read from one that somebody has left.
///
/// ```
/// 8 bytes     what this is, and in which format
/// each record 4 bytes   its length
///             4 bytes   CRC-32C of the length
///             4 bytes   CRC-32C of what follows
///             the record
/// ```
///
/// A process that is killed leaves a beginning of what it wrote: the last record may be cut off, and what it told of was
/// not acknowledged. After a power loss zeros may stand there instead. Anything else that does not check is damage. The
/// length has a checksum of its own lest a damaged one pass for a cut.
enum StagingLog {
    /// Of this format.
    static let magic = Array("pailstg1".utf8)
    private static let headLength = 12

    enum Content: Hashable {
        /// What was noted, up to the last whole record, and where that ends.
        case records([StagingRecord], end: Int)
        /// Records that are good, before something that is not.
        case damaged([StagingRecord])
        /// Another version's, or none of ours.
        case foreign
    }

    /// The bytes of some records.
    static func bytes(of records: [StagingRecord]) -> [UInt8] {
        var bytes: [UInt8] = []
        for record in records {
            let body = record.encoded
            let length = littleEndian(UInt32(body.count))
            bytes += length
            bytes += littleEndian(crc(length[...]))
            bytes += littleEndian(crc(body[...]))
            bytes += body
        }
        return bytes
    }

    /// Reads the bytes of a journal.
    static func read(_ bytes: [UInt8]) -> Content {
        guard bytes.starts(with: magic) else {
            let isTorn = magic.starts(with: bytes) || !bytes.contains { $0 != 0 }
            return isTorn ? .records([], end: 0) : .foreign
        }
        var records: [StagingRecord] = []
        var position = magic.count
        while position < bytes.count {
            let rest = bytes[position...]
            if !rest.contains(where: { $0 != 0 }) { break }
            guard rest.count >= headLength else { break }
            let length = number(rest, 0)
            guard crc(rest.prefix(4)) == number(rest, 1), length > 0 else { return .damaged(records) }
            let body = rest.dropFirst(headLength).prefix(Int(length))
            guard body.count == length else { break }
            guard crc(body) == number(rest, 2), let record = try? StagingRecord(encoded: body) else {
                return .damaged(records)
            }
            records.append(record)
            position = body.endIndex
        }
        return .records(records, end: position)
    }

    private static func littleEndian(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ index: Int) -> UInt32 {
        bytes.dropFirst(index * 4).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBytes { cchecksum_crc32c(0, $0.baseAddress, $0.count) }
    }
}
