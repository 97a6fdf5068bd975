/// Something with one member for each checksum of the API.
protocol ChecksumBearing {
    var checksumCRC32: String? { get }
    var checksumCRC32C: String? { get }
    var checksumCRC64NVME: String? { get }
    var checksumSHA1: String? { get }
    var checksumSHA256: String? { get }
    var checksumSHA512: String? { get }
    var checksumMD5: String? { get }
    var checksumXXHASH64: String? { get }
    var checksumXXHASH3: String? { get }
    var checksumXXHASH128: String? { get }
}

extension UploadPartOutput: ChecksumBearing {}
extension CopyPartResult: ChecksumBearing {}
extension ListedPart: ChecksumBearing {}
extension UploadedPart: ChecksumBearing {}
extension UploadArguments: ChecksumBearing {}
extension HeadObjectOutput: ChecksumBearing {}

extension ChecksumBearing {
    /// The checksum of an algorithm that can be computed here.
    func checksum(_ algorithm: ChecksumAlgorithm) -> String? {
        switch algorithm {
        case .crc32: checksumCRC32
        case .crc32c: checksumCRC32C
        case .crc64nvme: checksumCRC64NVME
        case .sha1: checksumSHA1
        case .sha256: checksumSHA256
        }
    }

    /// The names of the algorithms that have a value.
    var namedChecksums: [ChecksumAlgorithmName] {
        let all: [(ChecksumAlgorithmName, String?)] = [
            (.crc32, checksumCRC32), (.crc32c, checksumCRC32C), (.crc64nvme, checksumCRC64NVME),
            (.md5, checksumMD5), (.sha1, checksumSHA1), (.sha256, checksumSHA256), (.sha512, checksumSHA512),
            (.xxhash3, checksumXXHASH3), (.xxhash64, checksumXXHASH64), (.xxhash128, checksumXXHASH128),
        ]
        return all.filter { $0.1 != nil }.map(\.0)
    }
}

extension UploadedPart {
    /// A part as the server answered it, with the checksum that the upload was begun with.
    init(eTag: String, partNumber: Int, _ answer: some ChecksumBearing, algorithm: ChecksumAlgorithmName?) {
        self.init(eTag: eTag, partNumber: partNumber)
        guard let algorithm else { return }
        switch algorithm.rawValue.uppercased() {
        case "CRC32": checksumCRC32 = answer.checksumCRC32
        case "CRC32C": checksumCRC32C = answer.checksumCRC32C
        case "CRC64NVME": checksumCRC64NVME = answer.checksumCRC64NVME
        case "SHA1": checksumSHA1 = answer.checksumSHA1
        case "SHA256": checksumSHA256 = answer.checksumSHA256
        case "SHA512": checksumSHA512 = answer.checksumSHA512
        case "MD5": checksumMD5 = answer.checksumMD5
        case "XXHASH64": checksumXXHASH64 = answer.checksumXXHASH64
        case "XXHASH3": checksumXXHASH3 = answer.checksumXXHASH3
        case "XXHASH128": checksumXXHASH128 = answer.checksumXXHASH128
        default: break
        }
    }
}

extension UploadArguments {
    /// These arguments as s3transfer settles them before it begins.
    ///
    /// - Parameters:
    ///   - hasParts: a checksum of the whole object then says so, and which algorithm the parts have.
    ///   - policy: whether there is a checksum where nobody asks for one.
    func settled(hasParts: Bool, policy: ClientConfiguration.ChecksumPolicy) -> UploadArguments {
        var settled = self
        let own = namedChecksums
        if hasParts, let last = own.last {
            settled.checksumType = .fullObject
            settled.checksumAlgorithm = last
        } else if own.isEmpty, checksumAlgorithm == nil, policy == .whenSupported {
            settled.checksumAlgorithm = .crc32
        }
        return settled
    }
}

extension CompleteMultipartUploadInput {
    /// Where the checksum is to cover the whole object, puts it together from those of the parts.
    ///
    /// s3transfer sends one only if the caller gives it; that one stays.
    mutating func coverWhole(sizes: [Int64]) {
        guard checksumType == .fullObject, let parts = multipartUpload?.parts, sizes.count == parts.count,
            [checksumCRC32, checksumCRC32C, checksumCRC64NVME].allSatisfy({ $0 == nil })
        else { return }
        checksumCRC32 = Self.whole(.crc32, parts, sizes)
        checksumCRC32C = Self.whole(.crc32c, parts, sizes)
        checksumCRC64NVME = Self.whole(.crc64nvme, parts, sizes)
    }

    private static func whole(_ algorithm: ChecksumAlgorithm, _ parts: [UploadedPart], _ sizes: [Int64]) -> String? {
        guard var whole = parts.first?.checksum(algorithm) else { return nil }
        for (part, size) in zip(parts, sizes).dropFirst() {
            guard let next = part.checksum(algorithm), let both = algorithm.combined(whole, next, count: size) else {
                return nil
            }
            whole = both
        }
        return whole
    }
}
