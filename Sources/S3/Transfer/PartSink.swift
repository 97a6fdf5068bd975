import Synchronization

/// Keeps a range of an object, or a small one, in memory.
final class PartSink: RestartableSink {
    private struct State: ~Copyable {
        var bytes: [UInt8] = []
        var hasher: ChecksumHasher?
    }

    private let progress: TransferProgress?
    /// Guards the bytes so far.
    private let state: Mutex<State>

    /// - Parameter algorithm: computed of the bytes as they come.
    init(capacity: Int, algorithm: ChecksumAlgorithm?, progress: TransferProgress?) {
        self.progress = progress
        var first = State()
        first.bytes.reserveCapacity(capacity)
        if let algorithm { first.hasher = ChecksumHasher(algorithm) }
        state = Mutex(first)
    }

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        state.withLock { state in
            state.bytes.append(contentsOf: bytes)
            state.hasher?.update(bytes)
        }
        progress?(Int64(bytes.count))
    }

    func restart() -> Bool {
        let count = state.withLock { state in
            defer { state.bytes.removeAll(keepingCapacity: true) }
            return state.bytes.count
        }
        progress?(-Int64(count))
        return true
    }

    /// Gives the bytes away.
    func take() -> [UInt8] {
        state.withLock { state in
            defer { state.bytes = [] }
            return state.bytes
        }
    }

    /// The checksum in base64; once.
    func takeChecksum() -> String? {
        state.withLock { state in state.hasher.take()?.finishBase64() }
    }
}
