import ObjectStore
import S3

/// The seam's bytes as the client's.
struct SourceBody: RequestBody {
    let source: any ByteSource

    var count: Int64 { source.count }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try source.read(at: offset, into: buffer)
    }
}

/// The client's bytes as the seam's.
struct SinkBody: BodySink {
    let sink: any ByteSink

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        sink.receive(bytes, at: offset)
    }
}

extension Key {
    init(_ key: ObjectKey) { self.init(key.bytes) }
}

extension Timestamp {
    init(_ instant: Instant) { self.init(seconds: instant.seconds, nanoseconds: instant.nanoseconds) }
}

extension ObjectInfo {
    init(_ object: ListedObject) {
        self.init(
            key: ObjectKey(object.key.bytes), size: object.size, etag: object.eTag.map { ETag($0) },
            lastModified: object.lastModified.map { Timestamp($0) } ?? Timestamp(seconds: 0),
            storageClass: object.storageClass)
    }
}

extension ObjectMetadata {
    init(_ head: ObjectHead, key: ObjectKey) {
        let info = ObjectInfo(
            key: key, size: head.contentLength, etag: head.eTag.map { ETag($0) },
            lastModified: head.lastModified.map { Timestamp($0) } ?? Timestamp(seconds: 0),
            storageClass: head.storageClass)
        var attributes = ObjectAttributes(userMetadata: head.metadata, contentType: head.content.type)
        attributes.contentEncoding = head.content.encoding
        attributes.contentDisposition = head.content.disposition
        attributes.contentLanguage = head.content.language
        attributes.cacheControl = head.content.cacheControl
        attributes.expires = head.content.expires
        self.init(info: info, attributes: attributes, versionID: head.versionID)
    }
}

extension ContentHeaders {
    init(_ attributes: ObjectAttributes) {
        self.init()
        type = attributes.contentType
        encoding = attributes.contentEncoding
        disposition = attributes.contentDisposition
        language = attributes.contentLanguage
        cacheControl = attributes.cacheControl
        expires = attributes.expires
    }
}

extension StoredObject {
    init(_ output: StoredObjectOutput) {
        self.init(
            etag: ETag(output.eTag), versionID: output.versionID,
            lastModified: output.lastModified.map { Timestamp($0) })
    }
}
