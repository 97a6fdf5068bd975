/// One operation before it is a request: what all its attempts have in common.
///
/// Made from an operation's input, and of use to the library alone.
public struct OperationCall: Sendable {
    /// boto3's name, for counters and errors.
    let operation: String
    let method: String
    var bucket: String?
    var key: Key?
    var query: [(name: [UInt8], value: [UInt8]?)] = []
    var headers: [(name: String, value: String)] = []
    var body: (any RequestBody)?
    /// How much longer than usual the server may be silent.
    var patience = 1.0
    /// What the API model says of checksums.
    var checksum = ChecksumTraits()
    /// What the endpoint rules need to know beside bucket and key.
    var endpoint = EndpointTraits()

    init(_ operation: String, _ method: String, bucket: String? = nil, key: Key? = nil) {
        self.operation = operation
        self.method = method
        self.bucket = bucket
        self.key = key
    }

    /// Adds a query item; nil adds nothing.
    mutating func ask(_ name: String, _ value: String?) {
        if let value { query.append((Array(name.utf8), Array(value.utf8))) }
    }

    /// Adds a query item of bytes; nil adds nothing.
    mutating func ask(_ name: String, bytes value: [UInt8]?) {
        if let value { query.append((Array(name.utf8), value)) }
    }

    /// Adds a sub-resource: a query item without a value.
    mutating func ask(_ name: String) { query.append((Array(name.utf8), nil)) }

    /// Adds a header field; nil adds nothing.
    mutating func add(_ name: String, _ value: String?) {
        if let value { headers.append((name, value)) }
    }

    /// Why the call cannot be sent; nil when it can.
    var flaw: String? {
        if let key, key.bytes.isEmpty { return "the key is empty" }
        if let bucket, let flaw = BucketName.flaw(of: bucket) { return flaw }
        for (name, value) in headers {
            let isToken = name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }
            guard isToken, !name.isEmpty else { return "'\(name)' is no name of a header field" }
            if value.utf8.contains(where: { $0 < 32 && $0 != 9 || $0 == 127 }) {
                return "the header field \(name) holds a control character"
            }
        }
        return nil
    }
}

extension OperationCall: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The operation with its bucket and key; the header fields may hold a key of the caller's own.
    public var description: String {
        ([operation, bucket, key?.description] as [String?]).compactMap { $0 }.joined(separator: " ")
    }

    /// As `description`.
    public var debugDescription: String { description }

    /// Nothing more for `dump` and alike.
    public var customMirror: Mirror { Mirror(self, children: ["call": description]) }
}
