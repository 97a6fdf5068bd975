/// Bytes to send, readable more than once, since a request may have to be sent again.
package protocol ByteSource: Sendable {
    /// How many bytes there are.
    var count: Int64 { get }

    /// Reads at most `buffer.count` bytes from `offset`; called on a transport thread, so it must not wait for the network.
    ///
    /// - Returns: how many bytes were read; fewer than asked only at the end.
    /// - Throws: `StoreError` `.cancelled` or `.rejected` when the bytes cannot be had; the request then fails with it.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int
}

/// Bytes that are in memory.
package struct MemorySource: ByteSource {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var count: Int64 { Int64(bytes.count) }

    package func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
        let start = Int(offset)
        let length = min(buffer.count, bytes.count - start)
        guard length > 0 else { return 0 }
        bytes.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[start..<start + length]))
        }
        return length
    }
}

/// Where the bytes of a GET go, as they arrive.
package protocol ByteSink: Sendable {
    /// Takes bytes of the object that begin at `offset` in it.
    ///
    /// Called on a transport thread, in order and without gaps from the start of the asked range: after a broken connection
    /// the transfer goes on where it stopped. The bytes are valid during the call only. Must not wait.
    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64)
}
