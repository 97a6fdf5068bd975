import ObjectStore

/// Takes values out of the bytes of a record, as `RecordWriter` put them in.
struct RecordReader {
    /// The bytes are none that `RecordWriter` made.
    struct Malformed: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() throws(Malformed) -> UInt8 {
        guard let byte = rest.popFirst() else { throw Malformed() }
        return byte
    }

    mutating func number() throws(Malformed) -> Int64 {
        guard rest.count >= 8 else { throw Malformed() }
        defer { rest = rest.dropFirst(8) }
        return rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int64($1) }
    }

    mutating func data() throws(Malformed) -> [UInt8] {
        let count = try number()
        guard count >= 0, count <= rest.count else { throw Malformed() }
        defer { rest = rest.dropFirst(Int(count)) }
        return Array(rest.prefix(Int(count)))
    }

    mutating func text() throws(Malformed) -> String {
        let data = try data()
        guard let text = String(validating: data, as: UTF8.self) else { throw Malformed() }
        return text
    }

    mutating func range() throws(Malformed) -> Range<Int64> {
        let (lower, upper) = (try number(), try number())
        guard lower >= 0, lower <= upper else { throw Malformed() }
        return lower..<upper
    }

    mutating func ranges() throws(Malformed) -> [Range<Int64>] {
        let count = try number()
        guard count >= 0, count <= rest.count / 16 else { throw Malformed() }
        var ranges: [Range<Int64>] = []
        for _ in 0..<count { ranges.append(try range()) }
        return ranges
    }

    mutating func optional<Value>(
        _ body: (inout RecordReader) throws(Malformed) -> Value
    ) throws(Malformed) -> Value? {
        switch try byte() {
        case 0: return nil
        case 1: return try body(&self)
        default: throw Malformed()
        }
    }

    mutating func time() throws(Malformed) -> Timestamp {
        let (seconds, nanoseconds) = (try number(), try number())
        guard (0..<1_000_000_000).contains(nanoseconds) else { throw Malformed() }
        return Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds))
    }

    mutating func target() throws(Malformed) -> StagingTarget {
        let key = ObjectKey(try data())
        let precondition: Precondition?
        switch try byte() {
        case 0: precondition = nil
        case 1: precondition = .absent
        case 2: precondition = .matches(ETag(try text()))
        default: throw Malformed()
        }
        let moment = try time()
        let count = try number()
        guard count >= 0, count <= rest.count / 16 else { throw Malformed() }
        var attributes = ObjectAttributes()
        for _ in 0..<count {
            let name = try text()
            attributes.userMetadata[name] = try text()
        }
        attributes.contentType = try optionalText()
        attributes.contentEncoding = try optionalText()
        attributes.contentDisposition = try optionalText()
        attributes.contentLanguage = try optionalText()
        attributes.cacheControl = try optionalText()
        attributes.expires = try optionalText()
        return StagingTarget(
            key: key, precondition: precondition, attributes: attributes, moment: moment)
    }

    private mutating func optionalText() throws(Malformed) -> String? {
        try optional { reader throws(Malformed) in try reader.text() }
    }
}
