import ObjectStore

extension MemoryBucket {
    /// One page of keys and common prefixes, as ListObjectsV2 gives it.
    func list(_ request: ListRequest) throws(StoreError) -> ListPage {
        guard (1...1000).contains(request.maxKeys) else { throw StoreError(.rejected, "maxKeys \(request.maxKeys)") }
        var page = ListPage(objects: [], commonPrefixes: [], next: nil)
        var position = try start(of: request)
        var last = ""
        while position < keys.count {
            let key = keys[position]
            guard key.hasPrefix(request.prefix) else {
                // In tree order the keys of a prefix stand together as well, so the first other key after them ends it.
                if precedes(key, request.prefix) { position += 1; continue }
                break
            }
            if page.objects.count + page.commonPrefixes.count == request.maxKeys {
                page.next = ListContinuation(token: last)
                break
            }
            if let common = Self.commonPrefix(of: key, request) {
                page.commonPrefixes.append(common)
                last = Self.token("p", common)
                position = end(of: common, from: position)
            } else {
                page.objects.append(info(key, try object(key)))
                last = Self.token("k", key)
                position += 1
            }
        }
        return page
    }

    private func start(of request: ListRequest) throws(StoreError) -> Int {
        if let continuation = request.continuation {
            guard let (kind, key) = Self.key(ofToken: continuation.token) else {
                throw StoreError(.rejected, "a continuation token of someone else")
            }
            return kind == "p" ? end(of: key, from: index(of: key)) : following(key)
        }
        let first = index(of: request.prefix)
        return request.startAfter.map { max(first, following($0)) } ?? first
    }

    /// The index of the first key after `key`.
    private func following(_ key: ObjectKey) -> Int {
        let position = index(of: key)
        return position < keys.count && keys[position] == key ? position + 1 : position
    }

    /// The index of the first key after those that begin with `prefix`.
    private func end(of prefix: ObjectKey, from position: Int) -> Int {
        var low = position
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle].hasPrefix(prefix) || precedes(keys[middle], prefix) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private static func commonPrefix(of key: ObjectKey, _ request: ListRequest) -> ObjectKey? {
        guard let delimiter = request.delimiter else { return nil }
        let rest = key.bytes.dropFirst(request.prefix.bytes.count)
        guard let end = rest.firstIndex(of: delimiter) else { return nil }
        return ObjectKey(key.bytes[...end])
    }

    private static func token(_ kind: String, _ key: ObjectKey) -> String {
        kind + key.bytes.map { Hexadecimal.text(UInt64($0), digits: 2) }.joined()
    }

    private static func key(ofToken token: String) -> (kind: String, key: ObjectKey)? {
        guard let kind = token.first, kind == "k" || kind == "p" else { return nil }
        var bytes: [UInt8] = []
        var rest = token.dropFirst()
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return (String(kind), ObjectKey(bytes))
    }
}

/// Numbers as hexadecimal text of a fixed length.
enum Hexadecimal {
    static func text(_ number: UInt64, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
