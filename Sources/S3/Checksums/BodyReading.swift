extension RequestBody {
    /// Reads the body from start to end, in pieces of at most 256 KiB.
    ///
    /// - Throws: what the body throws, or `TransportError` when it ends before its count.
    func forEachPiece(_ take: (UnsafeRawBufferPointer) -> Void) throws {
        if let memory = self as? BytesBody {
            memory.bytes.withUnsafeBytes { take($0) }
            return
        }
        let total = count
        let size = Int(min(256 << 10, max(1, total)))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while offset < total {
            let wanted = Int(min(Int64(size), total - offset))
            let count = try read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            guard count > 0 else {
                throw TransportError(.source, "the body ended at \(offset) of \(total) bytes")
            }
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += Int64(count)
        }
    }
}
