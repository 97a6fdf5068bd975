import Glibc

/// Memory for pieces of the ordinary size, mapped many at a time and in large pages where the system has them: clearing
/// a small page at its first use costs more than a network's bytes to fill it.
///
/// Belongs to the budget, and is used under its lock, but for `giveBack`.
struct PieceMemory {
    /// Pieces that are mapped at once: two mebibytes of 32 KiB each.
    private static let mappedAtOnce = 64

    /// What madvise(2) gives back at the least.
    static let pageSize = Int(sysconf(CInt(_SC_PAGESIZE)))

    /// A multiple of the page size, when there is any piece.
    let pieceSize: Int
    /// Bytes of free pieces that stay with the process; addresses, the one that was used last at the end.
    private var resident: [UInt] = []
    /// Free pieces whose pages the system has.
    private var empty: [UInt] = []
    private var maps: [UnsafeMutableRawPointer] = []

    init(pieceSize: Int) { self.pieceSize = pieceSize }

    /// How many free pieces hold pages.
    var residentCount: Int { resident.count }

    /// A piece, with any content.
    mutating func allocate() -> UnsafeMutableRawPointer {
        if let address = resident.popLast() ?? empty.popLast(), let piece = UnsafeMutableRawPointer(bitPattern: address)
        {
            return piece
        }
        return map()
    }

    /// Takes a free piece of which the pages stay.
    mutating func keep(_ address: UInt) { resident.append(address) }

    /// A free piece of which the pages are to go, if any has some.
    mutating func takeResident() -> UnsafeMutableRawPointer? {
        resident.popLast().flatMap { UnsafeMutableRawPointer(bitPattern: $0) }
    }

    /// Takes a free piece after `giveBack`.
    mutating func noteEmpty(_ address: UInt) { empty.append(address) }

    /// madvise(2) with MADV_DONTNEED: Gives the pages of a piece back to the system.
    ///
    /// The piece must be nobody's meanwhile.
    static func giveBack(_ piece: UnsafeMutableRawPointer, _ size: Int) { madvise(piece, size, MADV_DONTNEED) }

    /// Unmaps everything.
    ///
    /// - Precondition: no piece is in use.
    mutating func unmap() {
        for map in maps { munmap(map, pieceSize * Self.mappedAtOnce) }
        maps = []
        resident = []
        empty = []
    }

    private mutating func map() -> UnsafeMutableRawPointer {
        let size = pieceSize * Self.mappedAtOnce
        // Guarded by the budget, which bounds what is mapped; where the system has not even that, Swift's own allocations end
        // the process, too.
        guard let map = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), map != MAP_FAILED
        else { fatalError("mmap of \(size) bytes for reading: \(String(cString: strerror(errno)))") }
        // Only a hint: where it is refused, pages are small.
        madvise(map, size, MADV_HUGEPAGE)
        maps.append(map)
        // The lowest goes first, so that a large page is filled before the next is begun.
        for number in (1..<Self.mappedAtOnce).reversed() { empty.append(UInt(bitPattern: map + number * pieceSize)) }
        return map
    }
}
