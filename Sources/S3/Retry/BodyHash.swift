/// How a body takes part in the signature.
enum BodyHash {
    /// TLS protects the body; without it the signature has to.
    ///
    /// - Throws: what the body throws when it cannot be read.
    static func of(_ body: (any RequestBody)?, scheme: String) throws -> PayloadHash {
        guard let body, body.count > 0 else { return .empty }
        if scheme == "https" { return .unsigned }
        let digest = SHA256Digest()
        try body.forEachPiece { digest.update($0) }
        return .sha256(hexadecimal(digest.finish()))
    }

    /// Reads a body from start to end.
    static func forEachPiece(of body: any RequestBody, _ take: (UnsafeRawBufferPointer) -> Void) throws {
        try body.forEachPiece(take)
    }
}
