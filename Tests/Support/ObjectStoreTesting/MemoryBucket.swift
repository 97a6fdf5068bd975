import ObjectStore

/// What a bucket in memory holds, and the rules by which it changes: a value, locked by its owner.
struct MemoryBucket {
    /// An object, whole.
    struct Object {
        var bytes: [UInt8]
        var etag: ETag
        var lastModified: Timestamp
        var attributes: ObjectAttributes
        var storageClass: String?
    }

    /// A multipart upload under way.
    struct Upload {
        var key: ObjectKey
        var attributes: ObjectAttributes
        var parts: [Int: (bytes: [UInt8], etag: ETag)] = [:]
    }

    var capabilities: StoreCapabilities {
        didSet { if capabilities.listsInByteOrder != oldValue.listsInByteOrder { sort() } }
    }
    private(set) var objects: [ObjectKey: Object] = [:]
    /// The keys of `objects`, in the order of listings.
    private(set) var keys: [ObjectKey] = []
    var uploads: [String: Upload] = [:]
    private var uploadsBegun = 0

    init(capabilities: StoreCapabilities) { self.capabilities = capabilities }

    // MARK: Keys

    /// The key under which this bucket keeps what is asked as `key`.
    func stored(_ key: ObjectKey) throws(StoreError) -> ObjectKey {
        var bytes = key.bytes
        if bytes.isEmpty { throw StoreError(.rejected, "the key is empty") }
        if bytes.count > ObjectKey.maximumLength { throw StoreError(.keyTooLong, "\(bytes.count) bytes") }
        if !capabilities.keepsBackslash {
            bytes = bytes.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
        }
        if !capabilities.keepsEmptyComponents { bytes = Self.withoutEmptyComponents(bytes) }
        let components = bytes.split(separator: UInt8(ascii: "/"))
        if !capabilities.keepsDotComponents, components.contains(where: { $0 == [46] || $0 == [46, 46] }) {
            throw StoreError(.rejected, "the key has a component . or ..")
        }
        if components.contains(where: { $0.count > capabilities.maximumComponentLength }) {
            throw StoreError(.keyTooLong, "a component is longer than \(capabilities.maximumComponentLength) bytes")
        }
        if !capabilities.keepsInvalidUTF8, !Array(String(decoding: bytes, as: UTF8.self).utf8).elementsEqual(bytes) {
            throw StoreError(.rejected, "the key is no UTF-8")
        }
        if !capabilities.keepsControlCharacters, bytes.contains(where: { $0 < 32 || $0 == 127 }) {
            throw StoreError(.rejected, "the key has a control character")
        }
        return ObjectKey(bytes)
    }

    private static func withoutEmptyComponents(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes where byte != UInt8(ascii: "/") || (result.last != byte && !result.isEmpty) {
            result.append(byte)
        }
        return result
    }

    /// Whether `left` is listed before `right`; servers that keep a tree list `a/b` before `a-b`.
    func precedes(_ left: ObjectKey, _ right: ObjectKey) -> Bool {
        if capabilities.listsInByteOrder { return left < right }
        func rank(_ byte: UInt8) -> UInt16 { byte == UInt8(ascii: "/") ? 0 : UInt16(byte) + 1 }
        return left.bytes.lexicographicallyPrecedes(right.bytes) { rank($0) < rank($1) }
    }

    /// The index of the first key that is not before `key`.
    func index(of key: ObjectKey) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if precedes(keys[middle], key) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func sort() { keys = keys.sorted { precedes($0, $1) } }

    // MARK: Objects

    /// The object, or `.notFound`.
    func object(_ key: ObjectKey) throws(StoreError) -> Object {
        guard let object = objects[key] else { throw StoreError(.notFound, "no object \(key)") }
        return object
    }

    mutating func insert(_ object: Object, at key: ObjectKey) throws(StoreError) {
        if objects.updateValue(object, forKey: key) == nil { keys.insert(key, at: index(of: key)) }
    }

    mutating func remove(_ key: ObjectKey) {
        if objects.removeValue(forKey: key) != nil { keys.remove(at: index(of: key)) }
    }

    /// Throws where the bucket keeps a tree and `key` would be both a file and a directory.
    func checkTree(_ key: ObjectKey) throws(StoreError) {
        guard !capabilities.keepsObjectBesidePrefix else { return }
        let slash = UInt8(ascii: "/")
        if !key.isDirectoryMarker {
            let below = key + [slash]
            let next = index(of: below)
            if next < keys.count, keys[next].hasPrefix(below) {
                throw StoreError(.conflict, "\(key) is a directory")
            }
        }
        for (position, byte) in key.bytes.enumerated() where byte == slash && position > 0 {
            if objects[ObjectKey(key.bytes[..<position])] != nil {
                throw StoreError(.conflict, "a parent is an object")
            }
        }
    }

    /// Throws unless `precondition` holds.
    func check(_ precondition: Precondition?, of key: ObjectKey) throws(StoreError) {
        switch precondition {
        case .absent: if objects[key] != nil { throw StoreError(.preconditionFailed, "\(key) exists") }
        case .matches(let etag): try check(etag, of: try object(key))
        case nil: break
        }
    }

    /// Throws unless the tag is the object's.
    func check(_ etag: ETag?, of object: Object) throws(StoreError) {
        if let etag, etag != object.etag {
            throw StoreError(.preconditionFailed, "the object's tag is \(object.etag), not \(etag)")
        }
    }

    func info(_ key: ObjectKey, _ object: Object) -> ObjectInfo {
        ObjectInfo(
            key: key, size: Int64(object.bytes.count), etag: object.etag, lastModified: object.lastModified,
            storageClass: object.storageClass)
    }

    // MARK: Uploads

    mutating func beginUpload(_ key: ObjectKey, _ attributes: ObjectAttributes) -> MultipartUpload {
        uploadsBegun += 1
        let id = "upload-\(uploadsBegun)"
        uploads[id] = Upload(key: key, attributes: attributes)
        return MultipartUpload(key: key, id: id)
    }

    func upload(_ upload: MultipartUpload) throws(StoreError) -> Upload {
        guard let found = uploads[upload.id], found.key == upload.key else {
            throw StoreError(.uploadMissing, "no upload \(upload.id) of \(upload.key)")
        }
        return found
    }
}
