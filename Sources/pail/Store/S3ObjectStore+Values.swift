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
            key: ObjectKey(object.key.bytes), size: Self.size(object.size), etag: object.eTag.map { ETag($0) },
            lastModified: object.lastModified.map { Timestamp($0) } ?? Timestamp(seconds: 0),
            storageClass: object.storageClass.flatMap { $0.rawValue.isEmpty ? nil : $0.rawValue })
    }

    /// No object is larger than 50 TB: a server that says more, or less than nothing, is not to make sums of sizes and
    /// places overflow.
    fileprivate static func size(_ said: Int64) -> Int64 { min(max(0, said), 1 << 60) }
}

extension ObjectMetadata {
    init(_ head: ObjectHead, key: ObjectKey) {
        let info = ObjectInfo(
            key: key, size: ObjectInfo.size(head.contentLength), etag: head.eTag.map { ETag($0) },
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

/// An input that stores attributes with an object.
protocol AttributedInput {
    var contentType: String? { get set }
    var contentEncoding: String? { get set }
    var contentDisposition: String? { get set }
    var contentLanguage: String? { get set }
    var cacheControl: String? { get set }
    var expiresString: String? { get set }
    var metadata: [String: String] { get set }
}

extension PutObjectInput: AttributedInput {}
extension CopyObjectInput: AttributedInput {}
extension CreateMultipartUploadInput: AttributedInput {}

extension AttributedInput {
    /// Takes all attributes, and nothing else than these.
    mutating func take(_ attributes: ObjectAttributes) {
        contentType = attributes.contentType
        contentEncoding = attributes.contentEncoding
        contentDisposition = attributes.contentDisposition
        contentLanguage = attributes.contentLanguage
        cacheControl = attributes.cacheControl
        expiresString = attributes.expires
        metadata = attributes.userMetadata
    }
}

extension S3ObjectStore {
    /// The tag in an answer.
    ///
    /// - Throws: `StoreError` `.unavailable` when there is none.
    static func tag(_ text: String?, of operation: String) throws(StoreError) -> ETag {
        guard let text else { throw StoreError(.unavailable, "\(operation): the answer has no ETag") }
        return ETag(text)
    }

    /// The version in an answer; `null` names none.
    static func version(_ text: String?) -> String? { text == "null" ? nil : text }
}
