import ObjectStore
import Synchronization

/// A sink that keeps what it receives, and notes where the bytes were not in order and without gaps.
package final class MemorySink: ByteSink {
    private struct State {
        var bytes: [UInt8] = []
        var start: Int64?
        var hasGap = false
    }
    private let state = Mutex(State())
    private let onReceive: (@Sendable () -> Void)?

    /// - Parameter onReceive: called after each piece, on the thread that brought it.
    package init(onReceive: (@Sendable () -> Void)? = nil) { self.onReceive = onReceive }

    package func receive(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        state.withLock { state in
            let start = state.start ?? offset
            if offset != start + Int64(state.bytes.count) { state.hasGap = true }
            state.start = start
            state.bytes.append(contentsOf: bytes)
        }
        onReceive?()
    }

    /// All bytes so far.
    package var bytes: [UInt8] { state.withLock { $0.bytes } }
    /// The offset of the first byte; nil when none came.
    package var start: Int64? { state.withLock { $0.start } }
    /// Whether a piece did not begin where the one before it ended.
    package var hasGap: Bool { state.withLock { $0.hasGap } }
}
