/// How bytes of a known number are cut into parts.
struct PartPlan: Sendable, Hashable {
    /// The service's limits.
    static let maximumParts = 10_000
    static let minimumPartSize: Int64 = 5 << 20
    static let maximumPartSize: Int64 = 5 << 30
    /// The most bytes that one PutObject or CopyObject takes.
    static let maximumWhole: Int64 = 5 << 30

    let size: Int64
    let partSize: Int64

    /// Parts of a size that is given, the last may be shorter.
    init(size: Int64, partSize: Int64) {
        self.size = size
        self.partSize = partSize
    }

    /// Parts for an upload: of the wanted size, or doubled until there are few enough, within the service's limits.
    ///
    /// - Throws: `S3Error` `.invalidInput` for more than 48.8 TiB.
    init(size: Int64, chunk: Int64, operation: String) throws(S3Error) {
        var part = chunk
        while part < Self.maximumPartSize, (size - 1) / part >= Int64(Self.maximumParts) { part *= 2 }
        self.init(size: size, partSize: min(max(part, Self.minimumPartSize), Self.maximumPartSize))
        guard count <= Self.maximumParts else {
            throw S3Error.transfer("\(size) bytes are more than \(Self.maximumParts) parts of 5 GiB", operation)
        }
    }

    /// How many parts there are: one at least, since nothing also is a part.
    var count: Int { Int(max(1, size / partSize + (size % partSize).signum())) }

    /// The bytes of a part.
    ///
    /// - Parameter number: from 1.
    func range(of number: Int) -> Range<Int64> {
        let start = Int64(number - 1) * partSize
        return start..<start + min(size - start, partSize)
    }
}

/// How bytes of an unknown number are cut into parts that grow with what went before.
struct GrowingParts: Sendable {
    /// A part is a thousandth of all before it, so that 16 TiB fit into 10,000.
    private static let fraction: Int64 = 1000

    private let smallest: Int64
    private(set) var total: Int64 = 0
    private(set) var count = 0

    /// - Parameters:
    ///   - chunk: the wanted size of a part.
    ///   - expected: how many bytes there will be about, if anybody knows.
    init(chunk: Int64, expected: Int64?, operation: String) throws(S3Error) {
        smallest = try PartPlan(size: expected ?? 0, chunk: chunk, operation: operation).partSize
    }

    /// The size of the next part, in whole MiB where it grows.
    var next: Int64 {
        let grown = ((total / Self.fraction) >> 20) << 20
        return min(max(smallest, grown), PartPlan.maximumPartSize)
    }

    /// Counts a part.
    ///
    /// - Throws: `S3Error` `.invalidInput` after the last that fits.
    mutating func add(_ size: Int64, operation: String) throws(S3Error) {
        total += size
        count += 1
        guard count <= PartPlan.maximumParts else {
            throw S3Error.transfer("the stream is longer than \(PartPlan.maximumParts) parts", operation)
        }
    }
}
