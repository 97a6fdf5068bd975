/// The sizes by which reading works, in bytes.
package struct ReadConfiguration: Sendable {
    /// The unit of the disk cache, aligned in the object; a multiple of `pieceSize`.
    package var blockSize: Int64 = 1 << 20
    /// The unit of memory and of GETs, aligned in the object: what one small random read costs.
    package var pieceSize: Int64 = 32 << 10
    /// Objects up to this size are fetched whole by the first read that misses: one GET costs more than its bytes.
    package var wholeSize: Int64 = 1 << 20
    /// What the first GET of a larger object asks for, when reading begins at its start.
    package var firstWindow: Int64 = 512 << 10
    /// How far ahead of a sequential reader bytes are fetched at most, before the store's latency and rate are known.
    package var maximumWindow: Int64 = 32 << 20
    /// The same when they are known and ask for it, for all readers together.
    package var largestWindow: Int64 = 80 << 20
    /// The most that a GET ahead of a sequential reader asks for at first; half of what was read in sequence, later.
    package var firstFetch: Int64 = 3 << 20
    /// The most that one GET asks for; more is asked for by several at once.
    package var maximumFetch: Int64 = 8 << 20
    /// How small GETs may become where memory does not hold as many large ones as a slow store needs.
    package var smallestFetch: Int64 = 1 << 20
    /// How much of what has been read stays in memory: the kernel and the disk cache have it too.
    package var keptAfterReading: Int64 = 16 << 20
    /// How far from where the last read ended a read may begin and still be sequential, since the kernel's asynchronous reads
    /// arrive out of order.
    package var tolerance: Int64 = 2 << 20

    package init() {}
}
