import ObjectStore

/// Attributes as bytes: a version, then fields of a tag, a 32-bit length and the bytes; user metadata as pairs.
enum AttributeCoding {
    private static let version: UInt8 = 1

    private enum Tag: UInt8 {
        case metadataName = 1
        case metadataValue, contentType, contentEncoding, contentDisposition, contentLanguage, cacheControl, expires
    }

    static func encode(_ attributes: ObjectAttributes) -> [UInt8] {
        var bytes = [version]
        func add(_ tag: Tag, _ text: String?) {
            guard let text else { return }
            bytes.append(tag.rawValue)
            let count = UInt32(text.utf8.count)
            for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
            bytes += text.utf8
        }
        for (name, value) in attributes.userMetadata {
            add(.metadataName, name)
            add(.metadataValue, value)
        }
        add(.contentType, attributes.contentType)
        add(.contentEncoding, attributes.contentEncoding)
        add(.contentDisposition, attributes.contentDisposition)
        add(.contentLanguage, attributes.contentLanguage)
        add(.cacheControl, attributes.cacheControl)
        add(.expires, attributes.expires)
        return bytes
    }

    /// - Returns: nil for what `encode` never made.
    static func decode(_ bytes: [UInt8]) -> ObjectAttributes? {
        guard bytes.first == version else { return nil }
        var attributes = ObjectAttributes()
        var name: String?
        var position = 1
        while position < bytes.count {
            guard let tag = Tag(rawValue: bytes[position]), bytes.count - position >= 5 else { return nil }
            let count = bytes[(position + 1)...(position + 4)].reversed().reduce(0) { $0 << 8 | Int($1) }
            position += 5
            guard bytes.count - position >= count else { return nil }
            let text = String(decoding: bytes[position..<position + count], as: UTF8.self)
            position += count
            switch tag {
            case .metadataName: name = text
            case .metadataValue:
                guard let known = name else { return nil }
                attributes.userMetadata[known] = text
                name = nil
            case .contentType: attributes.contentType = text
            case .contentEncoding: attributes.contentEncoding = text
            case .contentDisposition: attributes.contentDisposition = text
            case .contentLanguage: attributes.contentLanguage = text
            case .cacheControl: attributes.cacheControl = text
            case .expires: attributes.expires = text
            }
        }
        return name == nil ? attributes : nil
    }
}
