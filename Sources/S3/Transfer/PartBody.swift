import Synchronization

/// A part on its way: bytes in memory or a slice of another body, with a meter.
final class PartBody: ContiguousBody, MeteredBody {
    private enum Source: Sendable {
        case memory(PartBuffer)
        case slice(any RequestBody, start: Int64)
    }

    let count: Int64
    private let source: Source
    private let progress: TransferProgress?
    /// How many bytes the progress was told of.
    private let reported = Mutex<Int64>(0)

    /// Bytes in memory.
    init(_ buffer: PartBuffer, progress: TransferProgress?) {
        count = Int64(buffer.count)
        source = .memory(buffer)
        self.progress = progress
    }

    /// Bytes of another body.
    init(_ body: any RequestBody, _ range: Range<Int64>, progress: TransferProgress?) {
        count = Int64(range.count)
        source = .slice(body, start: range.lowerBound)
        self.progress = progress
    }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let read = try readUnmetered(at: offset, into: buffer)
        report(upTo: offset + Int64(read))
        return read
    }

    func readUnmetered(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let wanted = Int(min(Int64(buffer.count), max(0, count - offset)))
        guard wanted > 0 else { return 0 }
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
        switch source {
        case .memory(let memory):
            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory.bytes[Int(offset)..<Int(offset) + wanted]))
            return wanted
        case .slice(let body, let start): return try body.read(at: start + offset, into: room)
        }
    }

    var isOnDisk: Bool {
        if case .slice = source { true } else { false }
    }

    func inMemory(_ take: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        guard case .memory(let buffer) = source else { return false }
        try take(buffer.bytes)
        return true
    }

    /// Tells the progress that all is sent.
    func finish() { report(upTo: count) }

    /// A second attempt takes back what the first had counted, as in boto3.
    private func report(upTo position: Int64) {
        guard let progress else { return }
        let step = reported.withLock { reported in
            defer { reported = position }
            return position - reported
        }
        if step != 0 { progress(step) }
    }
}
