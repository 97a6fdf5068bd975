import CChecksum
import Testing

@testable import S3

@Suite("Checksums")
struct ChecksumTests {
    private struct Content: Decodable {
        var vectors: [Row]
    }

    /// A length, and the checksums of that many sample bytes.
    private struct Row: Decodable {
        var count: Int
        var values: [String] = []

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            count = try row.decode(Int.self)
            while !row.isAtEnd { values.append(try row.decode(String.self)) }
        }
    }

    /// The bytes that `make_signatures.py` makes, too.
    static func sample(_ count: Int) -> [UInt8] {
        var state = UInt32(truncatingIfNeeded: count)
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
    }

    private static let order: [ChecksumAlgorithm] = [.crc32, .crc32c, .crc64nvme, .sha1, .sha256]

    @Test("All algorithms give what botocore's give, at every length, in one piece and in many")
    func values() throws {
        let rows = try Vectors.load("checksums", as: Content.self).vectors
        #expect(rows.count >= 170)
        for row in rows {
            let bytes = Self.sample(row.count)
            for (algorithm, expected) in zip(Self.order, row.values) {
                #expect(ChecksumHasher.base64(of: bytes, algorithm) == expected, "\(algorithm) of \(row.count)")
                var hasher = ChecksumHasher(algorithm)
                var rest = bytes[...]
                let sizes = [1, 63, 64, 65, 3, 4096, 12_289]
                var index = 0
                while !rest.isEmpty {
                    hasher.update(Array(rest.prefix(sizes[index % sizes.count])))
                    rest = rest.dropFirst(sizes[index % sizes.count])
                    index += 1
                }
                #expect(hasher.finishBase64() == expected, "\(algorithm) of \(row.count) in pieces")
            }
            #expect(md5Base64(bytes) == row.values[5])
        }
    }

    @Test("The published check values")
    func checks() {
        let digits = Array("123456789".utf8)
        #expect(cchecksum_crc32(0, digits, 9) == 0xcbf4_3926)
        #expect(cchecksum_crc32c(0, digits, 9) == 0xe306_9283)
        #expect(cchecksum_crc64nvme(0, digits, 9) == 0xae8b_1486_0a79_9888)
    }

    @Test("The processor's way gives what the tables give, at any alignment and from any beginning")
    func tables() {
        let bytes = Self.sample(40_000)
        bytes.withUnsafeBytes { bytes in
            var lengths = Array(0...1_100)
            lengths += [767, 768, 769, 12_287, 12_288, 12_289, 13_000, 24_575, 25_345, 39_900]
            for length in lengths {
                for start in [0, 1, 7, 8, 15, 16, 33] {
                    guard let address = bytes.baseAddress.map({ $0 + start }) else { return }
                    let seed = UInt64(length) &* 0x9e37_79b9_7f4a_7c15
                    let short = UInt32(truncatingIfNeeded: seed)
                    let isSame =
                        cchecksum_crc32(short, address, length) == cchecksum_crc32_portable(short, address, length)
                        && cchecksum_crc32c(short, address, length) == cchecksum_crc32c_portable(short, address, length)
                        && cchecksum_crc64nvme(seed, address, length)
                            == cchecksum_crc64nvme_portable(seed, address, length)
                    #expect(isSame, "\(length) bytes from \(start)")
                }
            }
        }
    }

    @Test("Two checks in a row make that of the whole; digests do not")
    func combination() throws {
        let bytes = Self.sample(5_000)
        for split in [0, 1, 63, 64, 2_500, 4_999, 5_000] {
            let (first, second) = (Array(bytes[..<split]), Array(bytes[split...]))
            for algorithm in Self.order {
                let combined = algorithm.combined(
                    ChecksumHasher.base64(of: first, algorithm), ChecksumHasher.base64(of: second, algorithm),
                    count: Int64(second.count))
                switch algorithm {
                case .crc32, .crc32c, .crc64nvme:
                    #expect(combined == ChecksumHasher.base64(of: bytes, algorithm), "\(algorithm) at \(split)")
                case .sha1, .sha256: #expect(combined == nil)
                }
            }
        }
        #expect(ChecksumAlgorithm.crc32.combined("AAAA", "?", count: 1) == nil)
        #expect(ChecksumAlgorithm.crc32.combined("AAAAAA==", "AAAAAA==", count: -1) == nil)
        // As many zeros as an object can have: only the length counts.
        let zeros = try #require(ChecksumAlgorithm.crc64nvme.combined("AAAAAAAAAAA=", "AAAAAAAAAAA=", count: 5 << 40))
        #expect(zeros == "AAAAAAAAAAA=")
    }

    @Test("The checksum of parts is that of their checksums, and says how many there were")
    func composite() throws {
        let parts = [Self.sample(10), Self.sample(20)]
        for algorithm in Self.order {
            let values = parts.map { ChecksumHasher.base64(of: $0, algorithm) }
            let raw = try values.flatMap { try #require(bytes(base64: $0)) }
            #expect(algorithm.composite(of: values) == ChecksumHasher.base64(of: raw, algorithm) + "-2")
            #expect(algorithm.composite(of: ["*"]) == nil)
        }
    }

    @Test("Base64 is read back, and nothing else is")
    func decoding() {
        for count in 0..<40 {
            let sample = Self.sample(count)
            #expect(bytes(base64: base64(sample)) == sample)
        }
        for bad in ["A", "AA", "AAA", "A===", "====", "AA=A", "AA\nA", "    ", "AA*A"] {
            #expect(bytes(base64: bad) == nil, "\(bad)")
        }
    }

    @Test("An answer is verified by the first algorithm that it has, and not by one that says nothing of its bytes")
    func answers() {
        var traits = ChecksumTraits()
        traits.responseAlgorithms = [.sha256, .crc32, .crc32c, .sha1, .crc64nvme]
        var configuration = ClientConfiguration()
        func checksum(_ fields: [(name: String, value: String)], status: Int = 200, hasRange: Bool = false)
            -> ResponseChecksum?
        {
            ResponseChecksum(
                HTTPResponse(status: status, headers: fields), traits: traits, configuration: configuration,
                hasRange: hasRange)
        }
        let crc32 = ("x-amz-checksum-crc32", "y/Q5Jg==")
        let found = checksum([("x-amz-checksum-sha256", "x"), crc32])
        #expect(checksum([crc32, ("x-amz-checksum-crc64nvme", "x")])?.algorithm == .crc64nvme)
        #expect(found?.algorithm == .crc32)
        var hasher = ChecksumHasher(.crc32)
        hasher.update(Array("123456789".utf8))
        #expect(found?.isMatched(by: hasher) == true)
        #expect(found?.isMatched(by: ChecksumHasher(.crc32)) == false)
        #expect(checksum([]) == nil)
        #expect(checksum([("x-amz-checksum-crc32", "y/Q5Jg==-2")]) == nil)
        #expect(checksum([("x-amz-checksum-crc32c", "a-2"), crc32])?.algorithm == .crc32)
        #expect(checksum([crc32, ("x-amz-checksum-type", "COMPOSITE")]) == nil)
        #expect(checksum([crc32, ("x-amz-checksum-type", "FULL_OBJECT")]) != nil)
        #expect(checksum([crc32], status: 206, hasRange: true) == nil)
        #expect(checksum([crc32], status: 206) != nil)
        configuration.responseChecksumValidation = .whenRequired
        #expect(checksum([crc32]) == nil)
        traits.isAsked = true
        #expect(checksum([crc32]) != nil)
        traits.responseAlgorithms = []
        #expect(checksum([crc32]) == nil)
    }
}
