@testable import S3

/// A body that a step of the session speaks of by size and seed: `{"$bytes": [size, seed]}`.
struct InteropBody {
    let size: Int
    let seed: Int

    /// Nil for anything else.
    init?(_ parameters: Parameters) {
        guard let pair = parameters.has("$bytes")?.items, pair.count == 2 else { return nil }
        size = pair[0].integer
        seed = pair[1].integer
    }

    /// A stream of hashes that repeats after a prime number of bytes, as `session.py` makes it.
    var bytes: [UInt8] {
        let period = 65_521
        var block: [UInt8] = []
        for number in 0...period / 32 { block += SHA256Digest.hash(Array("\(seed):\(number)".utf8)) }
        block.removeLast(block.count - period)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        while bytes.count < size { bytes += block.prefix(size - bytes.count) }
        return bytes
    }

    /// What a result says of bytes.
    static func summary(of bytes: [UInt8]) -> JSONValue {
        .object(["count": .number(Double(bytes.count)), "sha256": .string(SHA256Digest.hexadecimal(of: bytes))])
    }
}
