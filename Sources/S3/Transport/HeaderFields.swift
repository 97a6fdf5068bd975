/// Header fields as they came: one buffer for all of them, made into text only when somebody asks.
struct HeaderFields: Sendable {
    private struct Field {
        var name: Range<Int32>
        var value: Range<Int32>
    }

    private var bytes: [UInt8] = []
    private var fields: [Field] = []

    /// No fields.
    init() {}

    init(_ list: [(name: String, value: String)]) {
        for (name, value) in list {
            Array(name.utf8).withUnsafeBytes { name in
                Array(value.utf8).withUnsafeBytes { value in append(name[...], value[...]) }
            }
        }
    }

    /// All fields in the order of arrival; names in lower case.
    var all: [(name: String, value: String)] { fields.map { (text($0.name), text($0.value)) } }

    /// The first field of this name (lower case).
    subscript(name: String) -> String? {
        var name = name
        return name.withUTF8 { name in
            let field = fields.first { field in
                field.name.count == name.count
                    && bytes[Int(field.name.lowerBound)..<Int(field.name.upperBound)].elementsEqual(name)
            }
            return field.map { text($0.value) }
        }
    }

    /// The fields whose name begins so (lower case), without that.
    func withPrefix(_ prefix: String) -> [(name: String, value: String)] {
        fields.compactMap { field in
            let name = bytes[Int(field.name.lowerBound)..<Int(field.name.upperBound)]
            guard name.starts(with: prefix.utf8) else { return nil }
            return (text(field.name.dropFirst(prefix.utf8.count)), text(field.value))
        }
    }

    /// Begins again and keeps the memory.
    mutating func reset() {
        if fields.isEmpty {
            // What S3 answers with fits.
            bytes.reserveCapacity(1024)
            fields.reserveCapacity(24)
        }
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
    }

    /// Takes a line without its end; one without a colon is no field.
    mutating func append(line: Slice<UnsafeRawBufferPointer>) {
        guard let colon = line.firstIndex(of: 58) else { return }
        var value = line[(colon + 1)...]
        while value.first == 32 || value.first == 9 { value = value.dropFirst() }
        while value.last == 32 || value.last == 9 { value = value.dropLast() }
        append(line[..<colon], value)
    }

    private mutating func append(_ name: Slice<UnsafeRawBufferPointer>, _ value: Slice<UnsafeRawBufferPointer>) {
        let start = Int32(bytes.count)
        for byte in name { bytes.append((65...90).contains(byte) ? byte | 32 : byte) }
        let middle = Int32(bytes.count)
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: value))
        fields.append(Field(name: start..<middle, value: middle..<Int32(bytes.count)))
    }

    private func text(_ range: Range<Int32>) -> String {
        String(decoding: bytes[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
    }
}
