extension HTTPRequest {
    /// The address as sent: path and query encoded exactly as the signature has them.
    ///
    /// A sub-resource without value stands alone (`?acl`), as Signature Version 2 signs it.
    var url: String {
        var url = Array("\(endpoint.scheme)://\(endpoint.authority)\(endpoint.path)".utf8)
        for (index, item) in query.enumerated() {
            url.append(index == 0 ? UInt8(ascii: "?") : UInt8(ascii: "&"))
            url += PercentEncoding.query.encode(item.name)
            if let value = item.value {
                url.append(UInt8(ascii: "="))
                url += PercentEncoding.query.encode(value)
            }
        }
        return String(decoding: url, as: UTF8.self)
    }
}
