/// How a body takes part in the signature.
enum BodyHash {
    /// TLS protects the body; without it the signature has to.
    ///
    /// - Throws: what the body throws when it cannot be read.
    static func of(_ body: (any RequestBody)?, scheme: String) throws -> PayloadHash {
        guard let body, body.count > 0 else { return .empty }
        if scheme == "https" { return .unsigned }
        if let memory = body as? BytesBody { return .sha256(SHA256Digest.hexadecimal(of: memory.bytes)) }
        let digest = SHA256Digest()
        try forEachPiece(of: body) { digest.update($0) }
        return .sha256(hexadecimal(digest.finish()))
    }

    /// Reads a body from start to end.
    static func forEachPiece(of body: any RequestBody, _ take: (UnsafeRawBufferPointer) -> Void) throws {
        let size = Int(min(256 << 10, body.count))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while offset < body.count {
            let wanted = Int(min(Int64(size), body.count - offset))
            let count = try body.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            guard count > 0 else {
                throw TransportError(.source, "the body ended at \(offset) of \(body.count) bytes")
            }
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += Int64(count)
        }
    }
}
