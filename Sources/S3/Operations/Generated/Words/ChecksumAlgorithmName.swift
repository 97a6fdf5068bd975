// Written by Operations/Model/generate.py from the model of the API; edits are lost.

/// The name of a checksum's algorithm (boto3: `ChecksumAlgorithm`).
///
/// Any other word can be asked for and is kept.
public struct ChecksumAlgorithmName: APIWord {
    /// The word as the API writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `CRC32`.
    public static let crc32 = ChecksumAlgorithmName(rawValue: "CRC32")
    /// `CRC32C`.
    public static let crc32c = ChecksumAlgorithmName(rawValue: "CRC32C")
    /// `SHA1`.
    public static let sha1 = ChecksumAlgorithmName(rawValue: "SHA1")
    /// `SHA256`.
    public static let sha256 = ChecksumAlgorithmName(rawValue: "SHA256")
    /// `CRC64NVME`.
    public static let crc64nvme = ChecksumAlgorithmName(rawValue: "CRC64NVME")
    /// `SHA512`.
    public static let sha512 = ChecksumAlgorithmName(rawValue: "SHA512")
    /// `MD5`.
    public static let md5 = ChecksumAlgorithmName(rawValue: "MD5")
    /// `XXHASH64`.
    public static let xxhash64 = ChecksumAlgorithmName(rawValue: "XXHASH64")
    /// `XXHASH3`.
    public static let xxhash3 = ChecksumAlgorithmName(rawValue: "XXHASH3")
    /// `XXHASH128`.
    public static let xxhash128 = ChecksumAlgorithmName(rawValue: "XXHASH128")
}
