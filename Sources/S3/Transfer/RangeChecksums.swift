import Synchronization

/// Verifies an object by the checksums of the ranges that it was fetched in.
///
/// No single answer can be verified: the server's checksum is that of the whole. Sums of sums are not, as in boto3.
final class RangeChecksums: Sendable {
    let algorithm: ChecksumAlgorithm
    private let expected: String
    /// Guards the checksums so far, by where their ranges begin.
    private let ranges = Mutex<[Int64: (checksum: String, count: Int64)]>([:])

    /// Nil where the server has nothing that ranges could be held against.
    init?(_ head: HeadObjectOutput) {
        guard head.checksumType != .composite else { return nil }
        let known = [ChecksumAlgorithm.crc64nvme, .crc32c, .crc32].compactMap { algorithm in
            head.checksum(algorithm).map { (algorithm, $0) }
        }
        guard let (algorithm, expected) = known.first(where: { !$0.1.contains("-") }) else { return nil }
        self.algorithm = algorithm
        self.expected = expected
    }

    /// Takes in one range.
    func note(_ checksum: String, _ range: Range<Int64>) {
        ranges.withLock { $0[range.lowerBound] = (checksum, Int64(range.count)) }
    }

    /// - Throws: `S3Error` `.malformedAnswer` when the bytes are not those that were stored.
    func verify(_ operation: String) throws(S3Error) {
        let sorted = ranges.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
        guard var whole = sorted.first?.checksum else { return }
        for range in sorted.dropFirst() {
            whole = algorithm.combined(whole, range.checksum, count: range.count) ?? ""
        }
        guard whole != expected else { return }
        throw S3Error(
            .malformedAnswer, code: "ChecksumMismatch",
            message: "the bytes do not match the object's \(algorithm.rawValue), \(expected)", operation: operation)
    }
}
