/// The bytes of a block that is to be stored, wherever they are: they are not put together for the disk's sake.
package protocol BlockContent: Sendable {
    /// How many bytes there are.
    var count: Int { get }
    /// Calls `body` with the bytes, in order; valid during the call only.
    func withPieces<Value>(_ body: ([UnsafeRawBufferPointer]) throws -> Value) rethrows -> Value
}

extension [UInt8]: BlockContent {
    package func withPieces<Value>(_ body: ([UnsafeRawBufferPointer]) throws -> Value) rethrows -> Value {
        try withUnsafeBytes { try body([$0]) }
    }
}

/// Where a block that is read is to go.
package protocol BlockSpace: Sendable {
    /// How many bytes there is room for.
    var count: Int { get }
    /// Calls `body` with the room, in order.
    ///
    /// What `body` leaves there means nothing unless it says so.
    func withSpace<Value>(_ body: ([UnsafeMutableRawBufferPointer]) -> Value) -> Value
}

/// Memory for a block that has no other place.
///
/// `@unchecked Sendable`: the one read that it is made for writes it, and it is looked at when that read has ended.
package final class BlockBuffer: BlockSpace, @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer

    package init(count: Int) { memory = .allocate(byteCount: count, alignment: 16) }

    deinit { memory.deallocate() }

    package var count: Int { memory.count }

    package func withSpace<Value>(_ body: ([UnsafeMutableRawBufferPointer]) -> Value) -> Value { body([memory]) }

    /// Calls `body` with what was read.
    package func withContent<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        body(UnsafeRawBufferPointer(memory))
    }
}
