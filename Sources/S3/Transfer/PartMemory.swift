import Glibc
import Synchronization

/// The memory of the parts of one transfer: what one part leaves the next one takes, since fresh pages cost more than the
/// bytes that fill them.
///
/// There is as much of it as parts were under way at once; it goes back to the system with the last user.
final class PartMemory: Sendable {
    private struct State {
        var length = 0
        var spare: [UInt] = []
    }

    /// Guards what is spare.
    private let state = Mutex(State())

    deinit { state.withLock { Self.unmap($0.spare, $0.length) } }

    /// Memory of a length, with any content.
    func take(_ length: Int) -> UnsafeMutableRawBufferPointer {
        let (spare, old, oldLength) = state.withLock { state -> (UInt?, [UInt], Int) in
            if state.length == length { return (state.spare.popLast(), [], length) }
            // Parts have grown, and those before will not come again.
            defer { state = State(length: length) }
            return (nil, state.spare, state.length)
        }
        Self.unmap(old, oldLength)
        let memory = spare.flatMap { UnsafeMutableRawPointer(bitPattern: $0) } ?? Self.map(length)
        return UnsafeMutableRawBufferPointer(start: memory, count: length)
    }

    /// Takes memory back.
    func give(_ memory: UnsafeMutableRawBufferPointer) {
        let address = UInt(bitPattern: memory.baseAddress)
        let isKept = state.withLock { state in
            guard state.length == memory.count else { return false }
            state.spare.append(address)
            return true
        }
        if !isKept { Self.unmap([address], memory.count) }
    }

    private static func map(_ length: Int) -> UnsafeMutableRawPointer {
        let mapping = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        // Without memory Swift's own arrays end the process, too.
        guard let mapping, mapping != MAP_FAILED else { fatalError("mmap of \(length) bytes: errno \(errno)") }
        // Only a hint: where it is refused, pages are small.
        madvise(mapping, length, MADV_HUGEPAGE)
        return mapping
    }

    private static func unmap(_ addresses: [UInt], _ length: Int) {
        for address in addresses { munmap(UnsafeMutableRawPointer(bitPattern: address), length) }
    }
}
