/// The answer of ListObjectsV2 and of ListObjects.
final class ListDocument: XMLElements {
    private(set) var isListing = false
    private(set) var isTruncated = false
    private(set) var continuationToken: String?
    private(set) var keyCount: Int?
    private(set) var isURLEncoded = false
    private let isMended: Bool
    private var rawNextMarker: [UInt8]?
    private var rawObjects: [ListedObject] = []
    private var rawPrefixes: [[UInt8]] = []
    private var current = ListedObject(key: Key([]), size: 0)

    /// - Parameter isMended: whether `XMLRepair` changed the document.
    init(isMended: Bool = false) { self.isMended = isMended }

    func begin(_ name: String, depth: Int) {
        if depth == 1 { isListing = name == "ListBucketResult" }
        if depth == 2, name == "Contents" { current = ListedObject(key: Key([]), size: 0) }
    }

    func end(_ name: String, depth: Int, text: [UInt8]) {
        switch (depth, name) {
        case (3, "Key"): current.key = Key(Self.copy(text))
        case (3, "Size"): current.size = Int64(String(decoding: text, as: UTF8.self)) ?? 0
        case (3, "ETag"): current.eTag = String(decoding: text, as: UTF8.self)
        case (3, "LastModified"): current.lastModified = Instant(iso8601: String(decoding: text, as: UTF8.self))
        case (3, "StorageClass"): current.storageClass = text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
        case (3, "Prefix"): rawPrefixes.append(Self.copy(text))
        case (2, "Contents"): rawObjects.append(current)
        case (2, "IsTruncated"): isTruncated = text == Array("true".utf8)
        case (2, "NextContinuationToken"):
            let token = String(decoding: text, as: UTF8.self)
            continuationToken = text.isEmpty ? nil : isMended ? XMLRepair.restored(token) : token
        case (2, "NextMarker"): rawNextMarker = text.isEmpty ? nil : text
        case (2, "KeyCount"): keyCount = Int(String(decoding: text, as: UTF8.self))
        case (2, "EncodingType"): isURLEncoded = String(decoding: text, as: UTF8.self).lowercased() == "url"
        default: break
        }
    }

    // Decoded at the end only: some servers name the encoding after the keys.

    var objects: [ListedObject] {
        guard isURLEncoded else { return rawObjects }
        return rawObjects.map { object in
            var object = object
            object.key = Key(decoded(object.key.bytes))
            return object
        }
    }

    var commonPrefixes: [Key] { rawPrefixes.map { Key(decoded($0)) } }

    /// Where the next page begins: what the server names, which is encoded on some and plain on others, or else the
    /// last entry of this page.
    var nextMarker: Key? {
        let ends = [objects.last?.key, commonPrefixes.last].compactMap { $0 }
        let last = ends.max { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        guard let named = rawNextMarker else { return last }
        return ends.first { $0.bytes == named } ?? ends.first { $0.bytes == decoded(named) }
            ?? (isMended ? last : Key(decoded(named)))
    }

    /// The scanner's buffer is larger than the key: it is not kept.
    private static func copy(_ text: [UInt8]) -> [UInt8] { text.withUnsafeBytes { Array($0) } }

    private func decoded(_ text: [UInt8]) -> [UInt8] {
        guard isURLEncoded, text.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return text
        }
        return FormDecoding.decode(text)
    }
}

/// One object of a listing.
public struct ListedObject: Sendable, Hashable {
    /// The object's key.
    public var key: Key
    /// Its size in bytes.
    public var size: Int64
    /// Its entity tag as the server writes it, usually with quotes.
    public var eTag: String?
    /// When it was stored.
    public var lastModified: Instant?
    /// Its storage class, where the server says.
    public var storageClass: String?
}
