package import ObjectStore

/// One entry of a staging file's journal: what became of the file's bytes, or where they belong.
package enum StagingRecord: Hashable, Sendable {
    /// The system has been up since this start of it, by its number, when the journal was begun: comes first.
    case boot(String)
    /// What the bytes mean, whatever was said before: the base, what only it has, and what it has too.
    case content(base: BaseVersion?, missing: [Range<Int64>], unchanged: [Range<Int64>])
    /// Where the content belongs.
    case target(StagingTarget)
    /// The same, and it is on its way there.
    case publishing(StagingTarget)
    /// Bytes were written, or zeroed.
    case written(Range<Int64>)
    /// Bytes of the base were brought here.
    case fetched(Range<Int64>)
    /// Bytes that were here may not be the base's any more: a write failed in the middle.
    case spoiled(Range<Int64>)
    /// The file was cut to this size, if only for a moment.
    case cut(Int64)
    /// A multipart upload was begun; it is the only one.
    case upload(MultipartUpload)
    /// The upload was aborted.
    case uploadEnded
}

extension StagingRecord {
    fileprivate enum Kind: UInt8 {
        case boot = 1
        case content, target, publishing, written, fetched, spoiled, cut, upload, uploadEnded
    }

    /// The record's bytes, never none.
    var encoded: [UInt8] {
        var writer = RecordWriter()
        switch self {
        case .boot(let number):
            writer.put(Kind.boot.rawValue)
            writer.put(number)
        case .content(let base, let missing, let unchanged):
            writer.put(Kind.content.rawValue)
            writer.put(base) { writer, base in
                writer.put(base.key.bytes)
                writer.put(base.etag) { $0.put($1.value) }
                writer.put(base.size)
                writer.put(base.versionID) { $0.put($1) }
            }
            writer.put(missing) { $0.put($1) }
            writer.put(unchanged) { $0.put($1) }
        case .target(let target): writer.put(Kind.target, target)
        case .publishing(let target): writer.put(Kind.publishing, target)
        case .written(let range): writer.put(Kind.written, range)
        case .fetched(let range): writer.put(Kind.fetched, range)
        case .spoiled(let range): writer.put(Kind.spoiled, range)
        case .cut(let size):
            writer.put(Kind.cut.rawValue)
            writer.put(size)
        case .upload(let upload):
            writer.put(Kind.upload.rawValue)
            writer.put(upload.key.bytes)
            writer.put(upload.id)
        case .uploadEnded:
            writer.put(Kind.uploadEnded.rawValue)
        }
        return writer.bytes
    }

    /// Reads what `encoded` gave.
    ///
    /// - Throws: `RecordReader.Malformed`.
    init(encoded bytes: ArraySlice<UInt8>) throws(RecordReader.Malformed) {
        var reader = RecordReader(bytes)
        guard let kind = Kind(rawValue: try reader.byte()) else { throw RecordReader.Malformed() }
        switch kind {
        case .boot: self = .boot(try reader.text())
        case .content:
            let base = try reader.optional { reader throws(RecordReader.Malformed) in
                BaseVersion(
                    key: ObjectKey(try reader.data()),
                    etag: try reader.optional { reader throws(RecordReader.Malformed) in ETag(try reader.text()) },
                    size: try reader.number(),
                    versionID: try reader.optional { reader throws(RecordReader.Malformed) in try reader.text() })
            }
            self = .content(base: base, missing: try reader.ranges(), unchanged: try reader.ranges())
        case .target: self = .target(try reader.target())
        case .publishing: self = .publishing(try reader.target())
        case .written: self = .written(try reader.range())
        case .fetched: self = .fetched(try reader.range())
        case .spoiled: self = .spoiled(try reader.range())
        case .cut:
            let size = try reader.number()
            guard size >= 0 else { throw RecordReader.Malformed() }
            self = .cut(size)
        case .upload: self = .upload(MultipartUpload(key: ObjectKey(try reader.data()), id: try reader.text()))
        case .uploadEnded: self = .uploadEnded
        }
        guard reader.isAtEnd else { throw RecordReader.Malformed() }
    }
}

extension RecordWriter {
    fileprivate mutating func put(_ kind: StagingRecord.Kind, _ target: StagingTarget) {
        put(kind.rawValue)
        put(target)
    }

    fileprivate mutating func put(_ kind: StagingRecord.Kind, _ range: Range<Int64>) {
        put(kind.rawValue)
        put(range)
    }
}
