/// One step of a generated sequence, on names of a small tree and on a handful of slots that hold open files.
///
/// A step on an empty slot does nothing on either side, so any part of a sequence is a sequence.
package enum Operation: Hashable, Sendable {
    case open(slot: Int, DiskPath, flags: Int32, mode: UInt32)
    case close(slot: Int)
    case duplicate(slot: Int, to: Int)
    case read(slot: Int, count: Int)
    case readAt(slot: Int, offset: Int64, count: Int)
    case write(slot: Int, seed: UInt64, count: Int)
    case writeAt(slot: Int, seed: UInt64, offset: Int64, count: Int)
    case seek(slot: Int, offset: Int64, whence: Int32)
    case seekData(slot: Int, offset: Int64)
    case seekHole(slot: Int, offset: Int64)
    case fsync(slot: Int)
    case fdatasync(slot: Int)
    case truncateOpen(slot: Int, size: Int64)
    case allocate(slot: Int, mode: Int32, offset: Int64, length: Int64)
    case copyRange(slot: Int, offset: Int64, to: Int, newOffset: Int64, length: Int)
    case mapRead(slot: Int, offset: Int64, count: Int)
    case mapWrite(slot: Int, seed: UInt64, offset: Int64, count: Int)
    case statOpen(slot: Int)
    case chmodOpen(slot: Int, mode: UInt32)
    case readWhole(DiskPath)
    case writeWhole(DiskPath, seed: UInt64, count: Int)
    case appendWhole(DiskPath, seed: UInt64, count: Int)
    case truncate(DiskPath, size: Int64)
    case makeDirectory(DiskPath, mode: UInt32)
    case removeDirectory(DiskPath)
    case unlink(DiskPath)
    case rename(DiskPath, DiskPath, flags: UInt32)
    case symlink(target: String, DiskPath)
    case readLink(DiskPath)
    case link(DiskPath, DiskPath)
    case chmod(DiskPath, mode: UInt32)
    case setTimes(DiskPath, seconds: Int64, nanoseconds: Int64)
    case stat(DiskPath)
    case statLink(DiskPath)
    case list(DiskPath)
    case access(DiskPath, mode: Int32)
    /// Closes all files and compares the whole trees; then, with `remount`, what was cached is forgotten.
    case checkpoint(remount: Bool)

    /// The name of the case, for counting.
    package var kind: String {
        let text = String(describing: self)
        return String(text.prefix { $0 != "(" })
    }
}
