/// A request in the one form that client and server both hash
/// (AWS, "Create a signed AWS API request", with S3's exceptions: the path is not normalised and not encoded again).
struct CanonicalRequest {
    /// The bytes to hash.
    let bytes: [UInt8]
    /// The names that take part, `host;x-amz-date`.
    let signedHeaders: [UInt8]

    /// - Parameters:
    ///   - request: with every field and query item that is to be signed.
    ///   - payload: the value of `x-amz-content-sha256`.
    init(_ request: HTTPRequest, payload: String) {
        let fields = Self.signedFields(of: request)
        var names: [UInt8] = []
        names.reserveCapacity(96)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        bytes += request.method.utf8
        bytes.append(UInt8(ascii: "\n"))
        bytes += request.endpoint.path.utf8
        bytes.append(UInt8(ascii: "\n"))
        Self.append(query: request.query, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        for (index, field) in fields.enumerated() {
            if index > 0, fields[index - 1].name == field.name {
                // The next value of a field that stands more than once takes the place of the line's end.
                bytes[bytes.count - 1] = UInt8(ascii: ",")
            } else {
                bytes += field.name.utf8
                bytes.append(UInt8(ascii: ":"))
                if index > 0 { names.append(UInt8(ascii: ";")) }
                names += field.name.utf8
            }
            Self.append(trimmed: field.value, to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(UInt8(ascii: "\n"))
        bytes += names
        bytes.append(UInt8(ascii: "\n"))
        bytes += payload.utf8
        self.bytes = bytes
        signedHeaders = names
    }

    /// The names that would take part in the signature of a request.
    static func signedHeaders(of request: HTTPRequest) -> [UInt8] {
        var names: [UInt8] = []
        var last = ""
        for field in signedFields(of: request) where field.name != last {
            if !last.isEmpty { names.append(UInt8(ascii: ";")) }
            names += field.name.utf8
            last = field.name
        }
        return names
    }

    /// The fields that take part, sorted by name; fields of one name keep their order.
    private static func signedFields(of request: HTTPRequest) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        fields.reserveCapacity(request.headers.count + 1)
        var hasHost = false
        for header in request.headers where isSigned(header.name) {
            if header.name == "host" { hasHost = true }
            insert(header, into: &fields)
        }
        if !hasHost { insert(("host", request.endpoint.authority), into: &fields) }
        return fields
    }

    /// There are few fields, and most come sorted.
    private static func insert(
        _ field: (name: String, value: String), into fields: inout [(name: String, value: String)]
    ) {
        var index = fields.count
        while index > 0, field.name < fields[index - 1].name { index -= 1 }
        fields.insert(field, at: index)
    }

    /// Whether a field is signed: not those that proxies and libraries change on the way, nor the signature itself.
    private static func isSigned(_ name: String) -> Bool {
        switch name {
        case "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
            "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id":
            false
        default: true
        }
    }

    /// Pairs sorted by their encoded name, then by their encoded value; a name alone gets its `=`.
    private static func append(query: [(name: [UInt8], value: [UInt8]?)], to bytes: inout [UInt8]) {
        guard !query.isEmpty else { return }
        let pairs = query.map { pair in
            (name: PercentEncoding.query.encode(pair.name), value: PercentEncoding.query.encode(pair.value ?? []))
        }
        let sorted = pairs.sorted { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value)
                : left.name.lexicographicallyPrecedes(right.name)
        }
        for (index, pair) in sorted.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "&")) }
            bytes += pair.name
            bytes.append(UInt8(ascii: "="))
            bytes += pair.value
        }
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
