/// The checksums that S3 keeps beside an object.
public enum ChecksumAlgorithm: String, Sendable, CaseIterable {
    /// CRC-32 as in Ethernet and zip.
    case crc32 = "CRC32"
    /// CRC-32C (Castagnoli).
    case crc32c = "CRC32C"
    /// CRC-64/NVME.
    case crc64nvme = "CRC64NVME"
    /// SHA-1.
    case sha1 = "SHA1"
    /// SHA-256.
    case sha256 = "SHA256"

    /// `x-amz-checksum-crc32` and alike.
    var headerName: String { "x-amz-checksum-\(rawValue.lowercased())" }
}
