/// What a mounted bucket does otherwise than a disk, on purpose: the whole list, and how the comparison treats each.
package enum KnownDifference: String, CaseIterable, Sendable {
    /// link(2) is EPERM where a disk would make the link: the disk's link is taken back and counts as EPERM.
    case hardLinks
    /// renameat2(2) with RENAME_EXCHANGE is EINVAL where a disk would exchange: the disk's is undone and counts as EINVAL.
    case renameExchange
    /// `st_size` and `st_nlink` of a directory mean nothing in a bucket: not compared.
    case directorySizes
    /// lseek(2) on a directory counts in the file system's own units: not done.
    case directoryPositions
    /// A directory's modification time is not that of its last entry: not compared.
    case directoryTimes
    /// Without `posix`, a directory's permissions are forgotten by a remount: the listing that shows a directory says nothing
    /// of its marker. Compared with `posix` only.
    case directoryModes
    /// Whether truncate(2) to the same size, or fallocate(2) within it, sets the modification time: ext4 and tmpfs differ
    /// as well, so the time is set to now after them, on both sides.
    case idleTimes
    /// Where SEEK_DATA and SEEK_HOLE stop depends on the block size: each side's answer is checked against its own bytes.
    case holeGranularity
    /// lseek(2) to the end of a directory: two disks differ in it as well; not compared.
    case directoryEnd
    /// Modes of fallocate(2) but 0, KEEP_SIZE and PUNCH_HOLE: not generated.
    case allocationModes
    /// copy_file_range(2) may copy less than was asked: repeated until all is copied, and the sum is compared.
    case shortCopies
}
