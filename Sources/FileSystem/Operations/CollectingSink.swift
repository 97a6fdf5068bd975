import ObjectStore
import Synchronization

/// Takes the bytes of a small object into memory.
final class CollectingSink: ByteSink {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { $0 } }

    func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        collected.withLock { $0.append(contentsOf: bytes) }
    }
}
