/// What HEAD and GET say of one version of an object.
public struct ObjectHead: Sendable, Hashable {
    /// The size of the whole object in bytes, also when a range was asked.
    public var contentLength: Int64
    /// The entity tag as the server writes it, usually with quotes.
    public var eTag: String?
    /// When it was stored; header fields say it in whole seconds.
    public var lastModified: Instant?
    /// User metadata: names in lower case without `x-amz-meta-`.
    public var metadata: [String: String] = [:]
    /// The system metadata that was stored with it.
    public var content = ContentHeaders()
    /// The version in a versioned bucket.
    public var versionID: String?
    /// The storage class; nil for the standard one.
    public var storageClass: String?
    /// The state of a restore from the archive (`x-amz-restore`).
    public var restore: String?

    init(_ response: HTTPResponse) {
        let total = response["content-range"].flatMap { ContentRange($0)?.total }
        contentLength = total ?? response["content-length"].flatMap { Int64($0) } ?? 0
        eTag = response["etag"]
        lastModified = response["last-modified"].flatMap { Instant(httpDate: $0) }
        versionID = response.versionID
        storageClass = response["x-amz-storage-class"]
        restore = response["x-amz-restore"]
        content = ContentHeaders(response)
        for (name, value) in response.fields.withPrefix("x-amz-meta-") { metadata[name] = value }
    }
}

/// The header fields that are stored with an object and given back with it.
public struct ContentHeaders: Sendable, Hashable {
    /// `Content-Type`.
    public var type: String?
    /// `Content-Encoding`.
    public var encoding: String?
    /// `Content-Disposition`.
    public var disposition: String?
    /// `Content-Language`.
    public var language: String?
    /// `Cache-Control`.
    public var cacheControl: String?
    /// `Expires`.
    public var expires: String?

    /// None of them.
    public init() {}

    init(_ response: HTTPResponse) {
        type = response["content-type"]
        encoding = response["content-encoding"]
        disposition = response["content-disposition"]
        language = response["content-language"]
        cacheControl = response["cache-control"]
        expires = response["expires"]
    }
}

/// A `Content-Range` field: `bytes 0-9/100`.
struct ContentRange: Hashable {
    var first: Int64
    var last: Int64
    /// Nil where the server does not know.
    var total: Int64?

    init?(_ text: String) {
        var scanner = FieldScanner(text)
        guard scanner.pass("bytes "), let first = scanner.number(), scanner.pass("-"), let last = scanner.number(),
            first <= last, scanner.pass("/"), !scanner.isAtEnd
        else { return nil }
        self.first = first
        self.last = last
        let total = scanner.number()
        self.total = scanner.isAtEnd ? total : nil
    }
}

extension ObjectHead {
    /// What HeadObject answered.
    public init(_ output: HeadObjectOutput) {
        contentLength = output.contentRange.flatMap { ContentRange($0)?.total } ?? output.contentLength ?? 0
        eTag = output.eTag
        lastModified = output.lastModified
        metadata = output.metadata
        versionID = output.versionID.flatMap { $0 == "null" ? nil : $0 }
        storageClass = output.storageClass?.rawValue
        restore = output.restore
        content.type = output.contentType
        content.encoding = output.contentEncoding
        content.disposition = output.contentDisposition
        content.language = output.contentLanguage
        content.cacheControl = output.cacheControl
        content.expires = output.expiresString
    }
}
