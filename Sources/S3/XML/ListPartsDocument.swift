/// The answer of ListParts.
final class ListPartsDocument: XMLElements {
    private(set) var isListing = false
    private(set) var parts: [ListedPart] = []
    private(set) var isTruncated = false
    private(set) var nextPartNumberMarker: Int?
    private var current = ListedPart(number: 0, eTag: "", size: 0)

    func begin(_ name: String, depth: Int) {
        if depth == 1 { isListing = name == "ListPartsResult" }
        if depth == 2, name == "Part" { current = ListedPart(number: 0, eTag: "", size: 0) }
    }

    func end(_ name: String, depth: Int, text: [UInt8]) {
        let value = String(decoding: text, as: UTF8.self)
        switch (depth, name) {
        case (3, "PartNumber"): current.number = Int(value) ?? 0
        case (3, "ETag"): current.eTag = value
        case (3, "Size"): current.size = Int64(value) ?? 0
        case (3, "LastModified"): current.lastModified = Instant(iso8601: value)
        case (3, _) where name.hasPrefix("Checksum") && name != "ChecksumType":
            current.checksums["x-amz-checksum-" + name.dropFirst("Checksum".count).lowercased()] = value
        case (2, "Part"): parts.append(current)
        case (2, "IsTruncated"): isTruncated = value == "true"
        case (2, "NextPartNumberMarker"): nextPartNumberMarker = Int(value)
        default: break
        }
    }
}

/// One part that the server has.
public struct ListedPart: Sendable, Hashable {
    /// Its number, 1…10,000.
    public var number: Int
    /// Its entity tag as the server writes it.
    public var eTag: String
    /// Its size in bytes.
    public var size: Int64
    /// When it was stored.
    public var lastModified: Instant?
    /// Its checksums by header name.
    public var checksums: [String: String] = [:]
}
