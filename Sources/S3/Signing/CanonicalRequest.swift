/// A request in the one form that client and server both hash
/// (AWS, "Create a signed AWS API request", with S3's exceptions: the path is not normalised and not encoded again).
struct CanonicalRequest {
    /// The bytes to hash.
    let bytes: [UInt8]
    /// The names that take part, `host;x-amz-date`.
    let signedHeaders: String

    /// Fields that proxies and libraries change on the way, and the one that holds the signature.
    private static let unsigned: Set<String> = [
        "authorization", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]

    /// - Parameter payload: the value of `x-amz-content-sha256`.
    init(_ request: HTTPRequest, payload: String) {
        var fields: [String: [String]] = [:]
        for header in request.headers where !Self.unsigned.contains(header.name) {
            fields[header.name, default: []].append(header.value)
        }
        if fields["host"] == nil { fields["host"] = [request.endpoint.authority] }
        let names = fields.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        signedHeaders = names.joined(separator: ";")

        var bytes: [UInt8] = []
        bytes.reserveCapacity(768)
        bytes += request.method.utf8
        bytes.append(UInt8(ascii: "\n"))
        bytes += request.endpoint.path.utf8
        bytes.append(UInt8(ascii: "\n"))
        bytes += Self.query(request.query)
        bytes.append(UInt8(ascii: "\n"))
        for name in names {
            bytes += name.utf8
            bytes.append(UInt8(ascii: ":"))
            for (index, value) in fields[name, default: []].enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.append(trimmed: value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(UInt8(ascii: "\n"))
        bytes += signedHeaders.utf8
        bytes.append(UInt8(ascii: "\n"))
        bytes += payload.utf8
        self.bytes = bytes
    }

    /// Pairs sorted by their encoded name, then by their encoded value; a name alone gets its `=`.
    static func query(_ query: [(name: [UInt8], value: [UInt8]?)]) -> [UInt8] {
        let pairs = query.map { pair in
            (name: PercentEncoding.query.encode(pair.name), value: PercentEncoding.query.encode(pair.value ?? []))
        }
        let sorted = pairs.sorted { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value)
                : left.name.lexicographicallyPrecedes(right.name)
        }
        var bytes: [UInt8] = []
        for pair in sorted {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            bytes += pair.name
            bytes.append(UInt8(ascii: "="))
            bytes += pair.value
        }
        return bytes
    }

    /// A value without white space around it and with one space for each run of it inside.
    private static func append(trimmed value: String, to bytes: inout [UInt8]) {
        var pending = false
        let start = bytes.count
        for byte in value.utf8 {
            if byte == 32 || (9...13).contains(byte) {
                pending = bytes.count > start
            } else {
                if pending { bytes.append(32) }
                pending = false
                bytes.append(byte)
            }
        }
    }
}
