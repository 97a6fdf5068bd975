/// Memory for a part: filled by one owner, then only read.
///
/// Mapped by itself: malloc keeps megabytes freed on other threads in the arenas of each, several times what is in use.
/// `@unchecked`: whoever fills it is its only owner until it becomes a body.
final class PartBuffer: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer
    private let origin: PartMemory
    /// How many bytes are filled.
    private(set) var count = 0

    /// - Parameter origin: where the memory is from, and goes back to.
    init(capacity: Int, from origin: PartMemory = PartMemory()) {
        memory = origin.take(max(1, capacity))
        self.origin = origin
        self.capacity = capacity
    }

    deinit { origin.give(memory) }

    /// How many bytes fit.
    let capacity: Int

    /// What is filled.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    /// What is not filled yet.
    private var room: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: memory[count..<capacity])
    }

    /// Takes as many bytes as fit; answers how many.
    func append(_ source: UnsafeRawBufferPointer) -> Int {
        let taken = min(source.count, capacity - count)
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<taken]))
        count += taken
        return taken
    }

    /// Fills what is left from a body, in pieces of at most 1 MiB.
    ///
    /// - Throws: what the body throws, or `TransportError` when it ends before.
    func fill(from body: any RequestBody, at offset: Int64) throws {
        let start = offset - Int64(count)
        while count < capacity {
            let piece = UnsafeMutableRawBufferPointer(rebasing: room.prefix(1 << 20))
            let read = try body.read(at: start + Int64(count), into: piece)
            guard read > 0 else {
                throw TransportError(.source, "the body ended at \(start + Int64(count)) of \(body.count) bytes")
            }
            count += read
        }
    }
}
