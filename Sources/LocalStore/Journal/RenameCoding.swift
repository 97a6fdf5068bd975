import ObjectStore

/// The journal of one rename as bytes: frames, the first of which is the head.
///
/// ```
/// frame    magic (4), kind (1), length of the content (4), content, CRC-32C of kind, length and content (4)
/// content  as `RecordWriter` writes it; the numbers of a frame are little-endian
/// ```
enum RenameCoding {
    /// What a journal of a dead mount says.
    enum Content: Equatable {
        /// Not even the head is whole, so nothing was copied.
        case empty
        case record(RenameRecord, boot: String)
        /// Something is wrong before the end: what is missing cannot be known.
        case damaged
    }

    /// Changes with the meaning of any frame; another number is another program's journal.
    private static let magic: [UInt8] = [0x70, 0x72, 0x6e, 0x01]
    private static let headKind: UInt8 = 1
    /// No frame is longer: two keys and what is small.
    private static let longest = 1 << 14

    /// The first frame.
    ///
    /// - Parameter boot: names the time since the machine started.
    static func encode(_ head: RenameRecord.Head, boot: String) -> [UInt8] {
        var writer = RecordWriter()
        writer.put(boot)
        writer.put(head.source.bytes)
        writer.put(head.target.bytes)
        writer.put(UInt8(head.replaces ? 1 : 0))
        writer.put(head.begun)
        return frame(headKind, writer.bytes)
    }

    static func encode(_ event: RenameEvent) -> [UInt8] {
        var writer = RecordWriter()
        switch event {
        case .copying(let number, let version):
            writer.put(Int64(number))
            writer.put(version.suffix)
            writer.put(version.size)
            writer.put(version.lastModified)
            writer.put(version.etag) { $0.put($1.value) }
            return frame(2, writer.bytes)
        case .uploading(let number, let upload):
            writer.put(Int64(number))
            writer.put(Int64(upload.parts))
            writer.put(upload.id)
            return frame(3, writer.bytes)
        case .copied(let number, let stored):
            writer.put(Int64(number))
            writer.put(stored.etag.value)
            writer.put(stored.lastModified) { $0.put($1) }
            return frame(4, writer.bytes)
        case .committed(let count):
            writer.put(Int64(count))
            return frame(5, writer.bytes)
        }
    }

    /// Reads a journal that may end anywhere: what was being written when its mount died is not there yet.
    ///
    /// A frame that is not whole with a whole one behind it is damage.
    static func decode(_ bytes: [UInt8]) -> Content {
        var record: RenameRecord?
        var boot = ""
        var offset = 0
        while offset < bytes.count {
            guard let (kind, content, next) = frame(bytes, at: offset) else {
                if hasFrame(bytes, after: offset) { return .damaged }
                break
            }
            offset = next
            var reader = RecordReader(content)
            do throws(RecordReader.Malformed) {
                if kind == headKind, record == nil {
                    boot = try reader.text()
                    record = RenameRecord(try head(&reader))
                } else {
                    let event = try event(kind, &reader)
                    guard record != nil, reader.isAtEnd else { return .damaged }
                    record?.apply(event)
                }
            } catch { return .damaged }
        }
        guard let record else { return .empty }
        return record.isDamaged ? .damaged : .record(record, boot: boot)
    }

    // MARK: Frames

    private static func frame(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
        let checked = [kind] + UInt32(content.count).littleEndianBytes + content
        return magic + checked + UInt32(checksumOf: checked[...]).littleEndianBytes
    }

    /// The frame that begins at an offset; nil unless it is whole.
    private static func frame(_ bytes: [UInt8], at offset: Int) -> (UInt8, ArraySlice<UInt8>, next: Int)? {
        let start = offset + magic.count
        guard bytes[offset...].starts(with: magic), bytes.count >= start + 5 else { return nil }
        let length = Int(UInt32(littleEndianBytes: bytes[(start + 1)...]))
        let end = start + 5 + length
        guard length <= longest, bytes.count >= end + 4,
            UInt32(littleEndianBytes: bytes[end...]) == UInt32(checksumOf: bytes[start..<end])
        else { return nil }
        return (bytes[start], bytes[(start + 5)..<end], end + 4)
    }

    private static func hasFrame(_ bytes: [UInt8], after offset: Int) -> Bool {
        (offset + 1..<max(offset + 1, bytes.count)).contains { bytes[$0] == magic[0] && frame(bytes, at: $0) != nil }
    }

    // MARK: Contents

    private static func head(_ reader: inout RecordReader) throws(RecordReader.Malformed) -> RenameRecord.Head {
        let (source, target) = (try reader.data(), try reader.data())
        let replaces = try reader.byte() != 0
        let begun = try reader.time()
        guard source.last == UInt8(ascii: "/"), target.last == UInt8(ascii: "/"), reader.isAtEnd else {
            throw RecordReader.Malformed()
        }
        return RenameRecord.Head(
            source: ObjectKey(source), target: ObjectKey(target), replaces: replaces, begun: begun)
    }

    private static func event(
        _ kind: UInt8, _ reader: inout RecordReader
    ) throws(RecordReader.Malformed) -> RenameEvent {
        let first = Int(try reader.number())
        switch kind {
        case 2:
            let (suffix, size, time) = (try reader.data(), try reader.number(), try reader.time())
            let etag = try reader.optional { reader throws(RecordReader.Malformed) in ETag(try reader.text()) }
            return .copying(
                first, RenameRecord.Version(suffix: suffix, size: size, etag: etag, lastModified: time))
        case 3:
            let parts = Int(try reader.number())
            return .uploading(first, RenameRecord.Upload(id: try reader.text(), parts: parts))
        case 4:
            let etag = ETag(try reader.text())
            let time = try reader.optional { reader throws(RecordReader.Malformed) in try reader.time() }
            return .copied(first, RenameRecord.Stored(etag: etag, lastModified: time))
        case 5: return .committed(first)
        default: throw RecordReader.Malformed()
        }
    }
}
