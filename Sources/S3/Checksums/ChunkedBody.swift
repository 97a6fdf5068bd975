import Synchronization

/// A body in `aws-chunked` encoding with its checksum behind it, made while it is sent: the bytes are read once.
///
/// Chunks have one size, so that any offset of the encoded bytes can be found, and the whole length is known.
final class ChunkedBody: RequestBody, Sendable {
    /// botocore's size of a chunk, in bytes.
    static let chunkSize: Int64 = 1 << 20

    private struct Progress: ~Copyable {
        var hasher: ChecksumHasher
        /// How many bytes of the body the checksum has taken in.
        var hashed: Int64 = 0
        /// The trailer, once all are.
        var trailer: [UInt8]?
    }

    private let body: any RequestBody
    private let algorithm: ChecksumAlgorithm
    private let trailerCount: Int64
    /// Guards the checksum under way; not held while the body is read.
    private let progress: Mutex<Progress>

    init(_ body: any RequestBody, _ algorithm: ChecksumAlgorithm) {
        self.body = body
        self.algorithm = algorithm
        trailerCount = Int64(Self.trailer(algorithm, [UInt8](repeating: 0, count: algorithm.byteCount)).count)
        progress = Mutex(Progress(hasher: ChecksumHasher(algorithm)))
    }

    /// How many bytes there are with the encoding.
    var count: Int64 {
        let rest = body.count % Self.chunkSize
        return body.count / Self.chunkSize * Self.encodedCount(Self.chunkSize)
            + (rest > 0 ? Self.encodedCount(rest) : 0) + trailerCount
    }

    /// Reads encoded bytes; the checksum follows what is read from the start, also when that happens again.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = try readOnce(at: offset + Int64(filled), into: rest)
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Reads what one piece of the encoding has: a chunk's head, bytes, end, or the trailer.
    private func readOnce(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let stride = Self.encodedCount(Self.chunkSize)
        let index = min(offset / stride, body.count / Self.chunkSize)
        let start = index * Self.chunkSize
        let size = min(Self.chunkSize, body.count - start)
        var within = offset - index * stride
        guard size > 0, within < Self.encodedCount(size) else {
            let skipped = Int(offset - (count - trailerCount))
            return try Self.copy(finishedTrailer(), from: skipped, into: buffer)
        }
        let head = Self.head(size)
        if within < head.count { return Self.copy(head, from: Int(within), into: buffer) }
        within -= Int64(head.count)
        if within >= size { return Self.copy([13, 10], from: Int(within - size), into: buffer) }
        let wanted = Int(min(size - within, Int64(buffer.count)))
        return try readBody(at: start + within, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
    }

    private func readBody(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try body.read(at: offset, into: buffer)
        guard count > 0 else {
            throw TransportError(.source, "the body ended at \(offset) of \(body.count) bytes")
        }
        progress.withLock { progress in
            // A new attempt reads anew, and the bytes may be others by then.
            if offset == 0 { progress = Progress(hasher: ChecksumHasher(algorithm)) }
            let known = progress.hashed - offset
            guard known >= 0, known < count else { return }
            progress.hasher.update(UnsafeRawBufferPointer(rebasing: buffer[Int(known)..<count]))
            progress.hashed += Int64(count) - known
        }
        return count
    }

    /// The end of the encoding, after all bytes have been taken in.
    private func finishedTrailer() throws -> [UInt8] {
        let size = Int(min(Self.chunkSize, max(1, body.count)))
        var buffer: [UInt8] = []
        while true {
            let (hashed, trailer) = progress.withLock { ($0.hashed, $0.trailer) }
            if let trailer { return trailer }
            if hashed >= body.count { break }
            // Some bytes were skipped: whoever asks for the end alone gets the right one, too.
            if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: size) }
            let wanted = Int(min(Int64(size), body.count - hashed))
            _ = try buffer.withUnsafeMutableBytes { buffer in
                try readBody(at: hashed, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            }
        }
        return progress.withLock { progress in
            var finished = ChecksumHasher(algorithm)
            swap(&finished, &progress.hasher)
            let trailer = Self.trailer(algorithm, finished.finish())
            progress.trailer = trailer
            return trailer
        }
    }

    private static func head(_ size: Int64) -> [UInt8] {
        Array(String(size, radix: 16).utf8) + [13, 10]
    }

    private static func encodedCount(_ size: Int64) -> Int64 { Int64(head(size).count) + size + 2 }

    private static func trailer(_ algorithm: ChecksumAlgorithm, _ checksum: [UInt8]) -> [UInt8] {
        Array("0\r\n\(algorithm.headerName):\(base64(checksum))\r\n\r\n".utf8)
    }

    private static func copy(_ bytes: [UInt8], from start: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - start)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { bytes in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
        }
        return count
    }
}
