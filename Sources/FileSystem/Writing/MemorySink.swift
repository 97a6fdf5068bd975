import ObjectStore
import Synchronization

/// Collects the bytes of one ranged GET in memory.
final class MemorySink: ByteSink {
    private let range: Range<Int64>
    /// What came so far.
    ///
    /// A leaf.
    private let bytes = Mutex<[UInt8]>([])

    init(_ range: Range<Int64>) {
        self.range = range
        bytes.withLock { $0.reserveCapacity(range.count) }
    }

    func receive(_ new: UnsafeRawBufferPointer, at offset: Int64) {
        bytes.withLock { bytes in
            // Not what was asked: it stays incomplete.
            let isNext = offset == range.lowerBound + Int64(bytes.count)
            guard isNext, new.count <= range.count - bytes.count else { return }
            bytes.append(contentsOf: new)
        }
    }

    /// The bytes; nil unless all of them came.
    func take() -> [UInt8]? {
        bytes.withLock { bytes in
            guard bytes.count == range.count else { return nil }
            let all = bytes
            bytes = []
            return all
        }
    }
}
