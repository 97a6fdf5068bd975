import CLinux
import Glibc
import ObjectStoreTesting

/// Makes sequences of operations from a seed.
package struct OperationGenerator {
    private var random: SplitMix64
    /// How many slots for open files there are.
    package static let slots = 6

    package init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The sequence of a seed; it ends with a checkpoint.
    package static func sequence(seed: UInt64, steps: Int, checkpointEvery interval: Int = 100) -> [Operation] {
        var generator = OperationGenerator(seed: seed)
        var operations: [Operation] = []
        for step in 1...max(1, steps) {
            if step % interval == 0 {
                operations.append(.checkpoint(remount: (step / interval) % 2 == 0))
            } else {
                operations.append(generator.next())
            }
        }
        return operations + [.checkpoint(remount: true)]
    }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
    private mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    private mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    private mutating func slot() -> Int { below(Self.slots) }
    private mutating func seed() -> UInt64 { UInt64(below(1 << 30)) }

    private mutating func path() -> DiskPath {
        let directories = ["", "d0/", "d1/", "d0/e0/", "d0/e1/", "d1/e0/", "d0/e0/g0/"]
        let weights = [30, 20, 15, 12, 8, 8, 7]
        var number = below(100)
        var index = 0
        while number >= weights[index] {
            number -= weights[index]
            index += 1
        }
        return DiskPath(directories[index] + pick(["f0", "f1", "f2", "f3", "l0", "x"]))
    }

    private mutating func directory() -> DiskPath {
        DiskPath(pick(["d0", "d1", "d0/e0", "d0/e1", "d1/e0", "d0/e0/g0", "x"]))
    }

    private mutating func any() -> DiskPath { chance(70) ? path() : directory() }

    /// Mostly small, sometimes over a page, a block or a read-ahead.
    private mutating func count() -> Int {
        switch below(100) {
        case ..<10: return below(3)
        case ..<50: return below(5000)
        case ..<85: return below(70_000)
        case ..<97: return below(300_000)
        default: return below(2_000_000)
        }
    }

    private mutating func offset() -> Int64 {
        switch below(100) {
        case ..<25: return 0
        case ..<60: return Int64(below(20_000))
        case ..<80: return Int64(below(64)) * 4096
        case ..<97: return Int64(below(400_000))
        default: return Int64(below(3_000_000))
        }
    }

    private mutating func fileMode() -> UInt32 { pick([0o644, 0o600, 0o755, 0o700, 0o664]) }

    private mutating func openFlags() -> Int32 {
        var flags = pick([O_RDONLY, O_WRONLY, O_RDWR, O_RDWR, O_RDWR])
        if chance(60) { flags |= O_CREAT }
        if chance(10) { flags |= O_EXCL & (flags & O_CREAT != 0 ? ~0 : 0) }
        if chance(15), flags & O_ACCMODE != O_RDONLY { flags |= O_TRUNC }
        if chance(12) { flags |= O_APPEND }
        if chance(3) { flags |= O_DIRECTORY & (flags & O_CREAT != 0 ? 0 : ~0) }
        if chance(5) { flags |= O_NOFOLLOW }
        return flags
    }

    /// One more operation.
    package mutating func next() -> Operation {
        switch below(200) {
        case ..<22: return .open(slot: slot(), path(), flags: openFlags(), mode: fileMode())
        case ..<34: return .close(slot: slot())
        case ..<36: return .duplicate(slot: slot(), to: slot())
        case ..<43: return .read(slot: slot(), count: count())
        case ..<53: return .readAt(slot: slot(), offset: offset(), count: count())
        case ..<63: return .write(slot: slot(), seed: seed(), count: count())
        case ..<76: return .writeAt(slot: slot(), seed: seed(), offset: offset(), count: count())
        case ..<79:
            let whence = pick([SEEK_SET, SEEK_CUR, SEEK_END])
            return .seek(slot: slot(), offset: chance(20) ? -offset() : offset(), whence: whence)
        case ..<81: return .seekData(slot: slot(), offset: offset())
        case ..<83: return .seekHole(slot: slot(), offset: offset())
        case ..<88: return .fsync(slot: slot())
        case ..<90: return .fdatasync(slot: slot())
        case ..<96: return .truncateOpen(slot: slot(), size: offset())
        case ..<100:
            let mode = pick([0, 1, 3].map { Int32($0) })
            return .allocate(slot: slot(), mode: mode, offset: offset(), length: Int64(1 + count()))
        case ..<104:
            return .copyRange(slot: slot(), offset: offset(), to: slot(), newOffset: offset(), length: count())
        case ..<107: return .mapRead(slot: slot(), offset: offset(), count: count())
        case ..<111: return .mapWrite(slot: slot(), seed: seed(), offset: offset(), count: count())
        case ..<115: return .statOpen(slot: slot())
        case ..<116: return .chmodOpen(slot: slot(), mode: fileMode())
        case ..<124: return .readWhole(any())
        case ..<132: return .writeWhole(path(), seed: seed(), count: count())
        case ..<135: return .appendWhole(path(), seed: seed(), count: count())
        case ..<139: return .truncate(any(), size: offset())
        case ..<148: return .makeDirectory(chance(85) ? directory() : path(), mode: pick([0o755, 0o700, 0o775]))
        case ..<152: return .removeDirectory(chance(85) ? directory() : path())
        case ..<159: return .unlink(any())
        case ..<168: return .rename(any(), any(), flags: pick([0, 0, 0, 0, 0, 1, 1, 2]))
        case ..<171: return .symlink(target: pick(["f0", "f1", "d0", "e0", "x", "l0", "nowhere"]), any())
        case ..<173: return .readLink(any())
        case ..<175: return .link(any(), any())
        case ..<178: return .chmod(any(), mode: fileMode() | 0o100)
        case ..<182:
            return .setTimes(
                any(), seconds: Int64(1_000_000_000 + below(100_000)), nanoseconds: Int64(below(1_000_000_000)))
        case ..<187: return .stat(any())
        case ..<191: return .statLink(any())
        case ..<197: return .list(chance(20) ? "" : directory())
        default: return .access(any(), mode: pick([F_OK, R_OK, R_OK | W_OK]))
        }
    }
}
