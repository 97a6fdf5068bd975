import Synchronization

/// Keeps a range of an object in memory.
final class PartSink: BodySink {
    private let progress: TransferProgress?
    /// Guards the bytes so far.
    private let state: Mutex<[UInt8]>

    init(capacity: Int, progress: TransferProgress?) {
        self.progress = progress
        var bytes: [UInt8] = []
        bytes.reserveCapacity(capacity)
        state = Mutex(bytes)
    }

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        state.withLock { $0.append(contentsOf: bytes) }
        progress?(Int64(bytes.count))
    }

    /// Gives the bytes away.
    func take() -> [UInt8] {
        state.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
    }
}
