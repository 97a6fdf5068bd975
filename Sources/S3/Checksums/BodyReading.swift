extension RequestBody {
    /// Reads the body from start to end, in pieces of at most 256 KiB.
    ///
    /// - Throws: what the body throws, or `TransportError` when it ends before its count.
    func forEachPiece(_ take: (UnsafeRawBufferPointer) -> Void) throws {
        if let memory = self as? any ContiguousBody, try memory.inMemory({ try Self.pieces(of: $0, take) }) { return }
        let metered = self as? any MeteredBody
        let total = count
        let size = Int(min(Int64(Self.pieceSize), max(1, total)))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while offset < total {
            let wanted = Int(min(Int64(size), total - offset))
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
            let count = try metered?.readUnmetered(at: offset, into: room) ?? read(at: offset, into: room)
            guard count > 0 else {
                throw TransportError(.source, "the body ended at \(offset) of \(total) bytes")
            }
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += Int64(count)
        }
    }

    /// Small enough for a processor's cache, so that several digests of a piece read it from there.
    private static var pieceSize: Int { 256 << 10 }

    private static func pieces(of bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) -> Void) throws {
        for start in stride(from: 0, to: bytes.count, by: pieceSize) {
            take(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + pieceSize, bytes.count)]))
        }
    }
}

/// A body that may be in memory as a whole, where it is read without being copied.
protocol ContiguousBody: RequestBody {
    /// Passes all bytes to `take`.
    ///
    /// - Returns: false, without a call, when they are not in memory.
    func inMemory(_ take: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool
}

/// A body that tells how much of it was sent.
protocol MeteredBody: RequestBody {
    /// Whether its bytes may have to be waited for: not by a task's thread, where they are read before they are sent.
    var isOnDisk: Bool { get }

    /// `read`, for other ends than to send.
    func readUnmetered(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension BytesBody: ContiguousBody {
    func inMemory(_ take: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        try bytes.withUnsafeBytes { try take($0) }
        return true
    }
}
