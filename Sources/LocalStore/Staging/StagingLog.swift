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
            let length = UInt32(body.count).littleEndianBytes
            bytes += length
            bytes += UInt32(checksumOf: length[...]).littleEndianBytes
            bytes += UInt32(checksumOf: body[...]).littleEndianBytes
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
            let numbers = (0..<3).map { UInt32(littleEndianBytes: rest.dropFirst(4 * $0)) }
            let length = numbers[0]
            guard UInt32(checksumOf: rest.prefix(4)) == numbers[1], length > 0 else { return .damaged(records) }
            let body = rest.dropFirst(headLength).prefix(Int(length))
            guard body.count == length else { break }
            guard UInt32(checksumOf: body) == numbers[2], let record = try? StagingRecord(encoded: body) else {
                return .damaged(records)
            }
            records.append(record)
            position = body.endIndex
        }
        return .records(records, end: position)
    }
}
