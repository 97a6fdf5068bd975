/// The checksum that an answer's body is verified by.
struct ResponseChecksum: Sendable, Hashable {
    let algorithm: ChecksumAlgorithm
    /// What the server says, in base64.
    let expected: String

    /// The checksum of an answer; nil when there is none to verify by.
    ///
    /// A checksum of checksums (`-N`) says nothing of the bytes in a row, and that of a whole object nothing of a range.
    ///
    /// - Parameters:
    ///   - response: the head of the answer.
    ///   - traits: which algorithms the operation's answers may have, and whether the caller wants them used.
    ///   - hasRange: the request asked for a range of bytes.
    init?(
        _ response: HTTPResponse, traits: ChecksumTraits, configuration: ClientConfiguration, hasRange: Bool
    ) {
        guard traits.isAsked || configuration.responseChecksumValidation == .whenSupported,
            !(hasRange && response.status == 206), response["x-amz-checksum-type"]?.uppercased() != "COMPOSITE"
        else { return nil }
        for algorithm in Self.order where traits.responseAlgorithms.contains(algorithm) {
            guard let value = response[algorithm.headerName], !value.contains("-") else { continue }
            self.algorithm = algorithm
            expected = value
            return
        }
        return nil
    }

    /// Which checksum is looked for first, as botocore has it.
    private static let order: [ChecksumAlgorithm] = [.crc64nvme, .crc32c, .crc32, .sha1, .sha256]

    /// Takes in the body as it arrives.
    func makeHasher() -> ChecksumHasher { ChecksumHasher(algorithm) }

    /// Whether the bytes that a hasher has taken in are what the server has.
    func isMatched(by hasher: consuming ChecksumHasher) -> Bool {
        bytes(base64: expected) == hasher.finish()
    }
}
