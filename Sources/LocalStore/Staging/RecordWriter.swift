import ObjectStore

/// Puts values into the bytes of a record: numbers in 8 bytes, the lowest first, and lengths before what has one.
struct RecordWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ byte: UInt8) { bytes.append(byte) }

    mutating func put(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ data: [UInt8]) {
        put(Int64(data.count))
        bytes += data
    }

    mutating func put(_ text: String) { put(Array(text.utf8)) }

    mutating func put(_ range: Range<Int64>) {
        put(range.lowerBound)
        put(range.upperBound)
    }

    mutating func put(_ time: Timestamp) {
        put(time.seconds)
        put(Int64(time.nanoseconds))
    }

    mutating func put<Value>(_ value: Value?, _ body: (inout RecordWriter, Value) -> Void) {
        put(UInt8(value == nil ? 0 : 1))
        if let value { body(&self, value) }
    }

    mutating func put<Value>(_ values: [Value], _ body: (inout RecordWriter, Value) -> Void) {
        put(Int64(values.count))
        for value in values { body(&self, value) }
    }

    mutating func put(_ target: StagingTarget) {
        put(target.key.bytes)
        switch target.precondition {
        case nil: put(UInt8(0))
        case .absent: put(UInt8(1))
        case .matches(let etag):
            put(UInt8(2))
            put(etag.value)
        }
        put(target.moment)
        let attributes = target.attributes
        put(attributes.userMetadata.sorted { $0.key < $1.key }) { writer, pair in
            writer.put(pair.key)
            writer.put(pair.value)
        }
        for value in [
            attributes.contentType, attributes.contentEncoding, attributes.contentDisposition,
            attributes.contentLanguage, attributes.cacheControl, attributes.expires,
        ] {
            put(value) { $0.put($1) }
        }
    }
}
