import CChecksum
import ObjectStore

/// The journal of one rename as bytes: frames, the first of which is the head.
///
/// ```
/// frame    magic (4), kind (1), length of the content (4), content, CRC-32C of kind, length and content (4)
/// numbers  little-endian; strings have their length (4) before them; what may be absent has a byte before it
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
        var writer = Writer()
        writer.put(boot.utf8)
        writer.put(head.source.bytes)
        writer.put(head.target.bytes)
        writer.put(head.replaces ? 1 : 0, bytes: 1)
        writer.put(head.begun)
        return frame(headKind, writer.bytes)
    }

    static func encode(_ event: RenameEvent) -> [UInt8] {
        var writer = Writer()
        switch event {
        case .copying(let number, let version):
            writer.put(UInt64(number), bytes: 4)
            writer.put(version.suffix)
            writer.put(UInt64(bitPattern: version.size), bytes: 8)
            writer.put(version.lastModified)
            writer.put(version.etag)
            return frame(2, writer.bytes)
        case .uploading(let number, let upload):
            writer.put(UInt64(number), bytes: 4)
            writer.put(UInt64(upload.parts), bytes: 4)
            writer.put(upload.id.utf8)
            return frame(3, writer.bytes)
        case .copied(let number, let stored):
            writer.put(UInt64(number), bytes: 4)
            writer.put(stored.etag)
            writer.put(stored.lastModified == nil ? 0 : 1, bytes: 1)
            if let time = stored.lastModified { writer.put(time) }
            return frame(4, writer.bytes)
        case .committed(let count):
            writer.put(UInt64(count), bytes: 4)
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
            var reader = Reader(content)
            if kind == headKind {
                guard record == nil, let text = reader.string(), let head = head(&reader) else { return .damaged }
                (record, boot) = (RenameRecord(head), String(decoding: text, as: UTF8.self))
            } else {
                guard record != nil, let event = event(kind, &reader) else { return .damaged }
                record?.apply(event)
            }
        }
        guard let record else { return .empty }
        return record.isDamaged ? .damaged : .record(record, boot: boot)
    }

    // MARK: Frames

    private static func frame(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
        var whole = Writer(magic)
        whole.put(UInt64(kind), bytes: 1)
        whole.put(content)
        let sum = whole.bytes[magic.count...].withUnsafeBytes { cchecksum_crc32c(0, $0.baseAddress, $0.count) }
        whole.put(UInt64(sum), bytes: 4)
        return whole.bytes
    }

    /// The frame that begins at an offset; nil unless it is whole.
    private static func frame(_ bytes: [UInt8], at offset: Int) -> (UInt8, ArraySlice<UInt8>, next: Int)? {
        guard bytes[offset...].starts(with: magic) else { return nil }
        let start = offset + magic.count
        var reader = Reader(bytes[start...])
        guard let kind = reader.number(bytes: 1), let content = reader.string(atMost: longest),
            let sum = reader.number(bytes: 4)
        else { return nil }
        let wanted = bytes[start..<content.endIndex].withUnsafeBytes { cchecksum_crc32c(0, $0.baseAddress, $0.count) }
        guard sum == UInt64(wanted) else { return nil }
        return (UInt8(kind), content, content.endIndex + 4)
    }

    private static func hasFrame(_ bytes: [UInt8], after offset: Int) -> Bool {
        (offset + 1..<max(offset + 1, bytes.count)).contains { bytes[$0] == magic[0] && frame(bytes, at: $0) != nil }
    }

    // MARK: Contents

    private static func head(_ reader: inout Reader) -> RenameRecord.Head? {
        guard let source = reader.string(), let target = reader.string(), let replaces = reader.number(bytes: 1),
            let begun = reader.time(), source.last == UInt8(ascii: "/"), target.last == UInt8(ascii: "/")
        else { return nil }
        return RenameRecord.Head(
            source: ObjectKey(source), target: ObjectKey(target), replaces: replaces != 0, begun: begun)
    }

    private static func event(_ kind: UInt8, _ reader: inout Reader) -> RenameEvent? {
        guard let first = reader.number(bytes: 4).map({ Int($0) }) else { return nil }
        switch kind {
        case 2:
            guard let suffix = reader.string(), let size = reader.number(bytes: 8), let time = reader.time(),
                let etag = reader.tag()
            else { return nil }
            return .copying(
                first,
                RenameRecord.Version(
                    suffix: Array(suffix), size: Int64(bitPattern: size), etag: etag.value, lastModified: time))
        case 3:
            guard let parts = reader.number(bytes: 4), let id = reader.string() else { return nil }
            return .uploading(first, RenameRecord.Upload(id: String(decoding: id, as: UTF8.self), parts: Int(parts)))
        case 4:
            guard let etag = reader.tag()?.value, let hasTime = reader.number(bytes: 1) else { return nil }
            var time: Timestamp?
            if hasTime != 0 {
                time = reader.time()
                if time == nil { return nil }
            }
            return .copied(first, RenameRecord.Stored(etag: etag, lastModified: time))
        case 5: return .committed(first)
        default: return nil
        }
    }

    private struct Writer {
        var bytes: [UInt8] = []

        init(_ start: [UInt8] = []) {
            bytes.reserveCapacity(256)
            bytes += start
        }

        mutating func put(_ number: UInt64, bytes count: Int) {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))) }
        }

        mutating func put(_ text: some Collection<UInt8>) {
            put(UInt64(text.count), bytes: 4)
            bytes += text
        }

        mutating func put(_ time: Timestamp) {
            put(UInt64(bitPattern: time.seconds), bytes: 8)
            put(UInt64(time.nanoseconds), bytes: 4)
        }

        mutating func put(_ etag: ETag?) {
            put(etag == nil ? 0 : 1, bytes: 1)
            if let etag { put(etag.value.utf8) }
        }
    }

    /// Each answer is nil where the bytes end before it.
    private struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        mutating func number(bytes count: Int) -> UInt64? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }

        mutating func string(atMost limit: Int = .max) -> ArraySlice<UInt8>? {
            guard let count = number(bytes: 4).map({ Int($0) }), count <= limit, rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }

        mutating func time() -> Timestamp? {
            guard let seconds = number(bytes: 8), let nanoseconds = number(bytes: 4), nanoseconds < 1_000_000_000 else {
                return nil
            }
            return Timestamp(seconds: Int64(bitPattern: seconds), nanoseconds: Int32(nanoseconds))
        }

        mutating func tag() -> (value: ETag?, Void)? {
            guard let isThere = number(bytes: 1) else { return nil }
            if isThere == 0 { return (nil, ()) }
            return string().map { (ETag(String(decoding: $0, as: UTF8.self)), ()) }
        }
    }
}
