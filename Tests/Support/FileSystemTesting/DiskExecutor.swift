import CLinux
import Glibc
import ObjectStoreTesting

/// Carries out operations by system calls on a directory.
package final class DiskExecutor: Executor {
    private let disk: Disk
    /// A local disk, which does what a bucket refuses (see `KnownDifference`) and takes it back.
    private let isReference: Bool
    private let hidesDirectoryModes: Bool
    private let remounting: () throws -> Void
    private let verifying: ([DiskPath: TreeEntry]) -> [String]
    private var slots = [OpenDescriptor?](repeating: nil, count: OperationGenerator.slots)

    package init(
        _ disk: Disk, isReference: Bool, hidesDirectoryModes: Bool = false, remount: @escaping () throws -> Void = {},
        verify: @escaping ([DiskPath: TreeEntry]) -> [String] = { _ in [] }
    ) {
        self.disk = disk
        self.isReference = isReference
        self.hidesDirectoryModes = hidesDirectoryModes
        remounting = remount
        verifying = verify
    }

    deinit { for slot in slots { _ = slot?.close() } }

    package func remount() throws { try remounting() }
    package func verify(_ tree: [DiskPath: TreeEntry]) -> [String] { verifying(tree) }

    package func closeAll() -> [Outcome] {
        defer { slots = slots.map { _ in nil } }
        return slots.compactMap { $0 }.map { Self.done($0.close()) }
    }

    package func tree() -> Result<[DiskPath: TreeEntry], CallError> {
        disk.walk().flatMap { found in
            var tree: [DiskPath: TreeEntry] = [:]
            for (path, status) in found {
                var content = Outcome()
                if status.isRegular { content = Self.bytes(disk.readAll(path)) }
                if status.isLink { content = Self.bytes(disk.readlink(path)) }
                tree[path] = TreeEntry(status: compared(status), content: content)
            }
            return .success(tree)
        }
    }

    // MARK: Results

    private static func done(_ result: CallResult<Void>) -> Outcome {
        switch result {
        case .success: return Outcome()
        case .failure(let error): return Outcome(error)
        }
    }
    private static func count(_ result: CallResult<some BinaryInteger>) -> Outcome {
        switch result {
        case .success(let count): return Outcome(value: Int64(count))
        case .failure(let error): return Outcome(error)
        }
    }
    private static func bytes(_ result: CallResult<[UInt8]>) -> Outcome {
        switch result {
        case .success(let bytes):
            var outcome = Outcome(value: Int64(bytes.count))
            outcome.bytes = bytes
            return outcome
        case .failure(let error): return Outcome(error)
        }
    }
    private func compared(_ status: FileStatus) -> ComparedStatus {
        ComparedStatus(status, hidesDirectoryModes: hidesDirectoryModes)
    }
    private func status(_ result: CallResult<FileStatus>) -> Outcome {
        switch result {
        case .success(let found):
            var outcome = Outcome()
            outcome.status = compared(found)
            return outcome
        case .failure(let error): return Outcome(error)
        }
    }
    private func withSlot(_ slot: Int, _ body: (OpenDescriptor) -> Outcome) -> Outcome {
        slots[slot].map(body) ?? Outcome(value: -1)
    }
    private func fill(_ slot: Int, _ result: CallResult<OpenDescriptor>) -> Outcome {
        switch result {
        case .failure(let error): return Outcome(error)
        case .success(let file):
            let closed = slots[slot].map { Self.done($0.close()) } ?? Outcome()
            slots[slot] = file
            return closed
        }
    }

    // MARK: Operations

    package func apply(_ operation: Operation) -> Outcome {
        switch operation {
        case .open(let slot, let path, let flags, let mode): return fill(slot, open(path, flags, mode))
        case .close(let slot):
            defer { slots[slot] = nil }
            return withSlot(slot) { Self.done($0.close()) }
        case .duplicate(let slot, let other):
            guard let file = slots[slot], slot != other else { return Outcome(value: -1) }
            return fill(other, file.duplicate())
        case .read(let slot, let count): return withSlot(slot) { Self.bytes($0.read(count)) }
        case .readAt(let slot, let offset, let count): return withSlot(slot) { Self.bytes($0.read(count, at: offset)) }
        case .write(let slot, let seed, let count):
            return withSlot(slot) { Self.count($0.write(SplitMix64.bytes(count, seed: seed))) }
        case .writeAt(let slot, let seed, let offset, let count):
            return withSlot(slot) { Self.count($0.write(SplitMix64.bytes(count, seed: seed), at: offset)) }
        case .seek(let slot, let offset, let whence):
            return withSlot(slot) { file in
                guard case .success(let found) = file.stat(), found.isRegular else { return Outcome(value: -3) }
                return Self.count(file.seek(offset, whence))
            }
        case .seekData(let slot, let offset): return withSlot(slot) { seekHole($0, offset, CLINUX_SEEK_DATA) }
        case .seekHole(let slot, let offset): return withSlot(slot) { seekHole($0, offset, CLINUX_SEEK_HOLE) }
        case .fsync(let slot): return withSlot(slot) { Self.done($0.fsync()) }
        case .fdatasync(let slot): return withSlot(slot) { Self.done($0.fdatasync()) }
        case .truncateOpen(let slot, let size):
            return withSlot(slot) { touchUnlessResized($0) { Self.done($0.truncate(size)) } }
        case .allocate(let slot, let mode, let offset, let length):
            return withSlot(slot) { touchUnlessResized($0) { Self.done($0.allocate(mode, offset, length)) } }
        case .copyRange(let slot, let offset, let other, let newOffset, let length):
            guard let target = slots[other] else { return Outcome(value: -1) }
            return withSlot(slot) { copy($0, offset, target, newOffset, length) }
        case .mapRead(let slot, let offset, let count):
            return withSlot(slot) { map($0, offset, count, nil) }
        case .mapWrite(let slot, let seed, let offset, let count):
            return withSlot(slot) { map($0, offset, count, SplitMix64.bytes(count, seed: seed)) }
        case .statOpen(let slot): return withSlot(slot) { status($0.stat()) }
        case .chmodOpen(let slot, let mode): return withSlot(slot) { Self.done($0.chmod(mode)) }
        case .readWhole(let path): return Self.bytes(disk.readAll(path))
        case .writeWhole(let path, let seed, let count):
            let outcome = Self.done(disk.writeAll(path, SplitMix64.bytes(count, seed: seed)))
            // Nothing of nothing: see `touchUnlessResized`.
            if outcome.errno == 0, count == 0 {
                _ = disk.utimes(path, seconds: 0, nanoseconds: Int64(CLINUX_UTIME_NOW))
            }
            return outcome
        case .appendWhole(let path, let seed, let count): return append(path, SplitMix64.bytes(count, seed: seed))
        default: return applyToName(operation)
        }
    }

    private func applyToName(_ operation: Operation) -> Outcome {
        switch operation {
        case .truncate(let path, let size):
            let before = try? disk.stat(path).get().size
            let outcome = Self.done(disk.truncate(path, size))
            if outcome.errno == 0, before == size {
                _ = disk.utimes(path, seconds: 0, nanoseconds: Int64(CLINUX_UTIME_NOW))
            }
            return outcome
        case .makeDirectory(let path, let mode): return Self.done(disk.mkdir(path, mode))
        case .removeDirectory(let path): return Self.done(disk.rmdir(path))
        case .unlink(let path): return Self.done(disk.unlink(path))
        case .rename(let from, let to, let flags): return rename(from, to, flags)
        case .symlink(let target, let path): return Self.done(disk.symlink(Array(target.utf8), path))
        case .readLink(let path): return Self.bytes(disk.readlink(path))
        case .link(let from, let to): return link(from, to)
        case .chmod(let path, let mode): return Self.done(disk.chmod(path, mode))
        case .setTimes(let path, let seconds, let nanoseconds):
            return Self.done(disk.utimes(path, seconds: seconds, nanoseconds: nanoseconds))
        case .stat(let path): return status(disk.stat(path))
        case .statLink(let path): return status(disk.lstat(path))
        case .list(let path): return list(path)
        case .access(let path, let mode): return Self.done(disk.access(path, mode))
        default: return Outcome()
        }
    }

    private func list(_ path: DiskPath) -> Outcome {
        switch disk.list(path) {
        case .failure(let error): return Outcome(error)
        case .success(let entries):
            var outcome = Outcome(value: Int64(entries.count))
            outcome.names = entries.map(\.name)
            for entry in entries where entry.type != 0 {
                guard case .success(let status) = disk.lstat(path.appending(entry.name)) else {
                    outcome.inconsistency = "\(DiskPath(entry.name)) is listed and not there"
                    continue
                }
                if status.kind >> 12 != UInt32(entry.type) {
                    outcome.inconsistency =
                        "\(DiskPath(entry.name)) is listed as \(entry.type), is \(status.kind >> 12)"
                }
            }
            return outcome
        }
    }

    /// Whether a change that keeps the size sets the time differs among disks, so it is set (`KnownDifference.idleTimes`).
    private func touchUnlessResized(_ file: OpenDescriptor, _ work: (OpenDescriptor) -> Outcome) -> Outcome {
        let before = try? file.stat().get().size
        let outcome = work(file)
        if outcome.errno == 0, before == (try? file.stat().get().size) { _ = file.touch() }
        return outcome
    }

    /// open(2); with O_TRUNC of a file that is empty already, as `touchUnlessResized`.
    private func open(_ path: DiskPath, _ flags: Int32, _ mode: UInt32) -> CallResult<OpenDescriptor> {
        let before = flags & O_TRUNC != 0 ? try? disk.stat(path).get().size : nil
        let result = disk.open(path, flags, mode)
        if before == 0, case .success(let file) = result { _ = file.touch() }
        return result
    }

    private func append(_ path: DiskPath, _ bytes: [UInt8]) -> Outcome {
        switch disk.open(path, O_WRONLY | O_APPEND | O_CREAT) {
        case .failure(let error): return Outcome(error)
        case .success(let file):
            let written = file.writeFully(bytes)
            let closed = file.close()
            return Self.done(written.flatMap { closed })
        }
    }

    private func link(_ from: DiskPath, _ to: DiskPath) -> Outcome {
        let outcome = Self.done(disk.link(from, to))
        guard isReference, outcome.errno == 0 else { return outcome }
        _ = disk.unlink(to)
        return Outcome(CallError(EPERM))
    }

    private func rename(_ from: DiskPath, _ to: DiskPath, _ flags: UInt32) -> Outcome {
        // A rename onto itself is done before any file system hears of it.
        let isItself = (try? disk.lstat(from).get().inode) == (try? disk.lstat(to).get().inode)
        let outcome = Self.done(disk.rename(from, to, flags: flags))
        guard isReference, !isItself, outcome.errno == 0, flags == UInt32(CLINUX_RENAME_EXCHANGE) else {
            return outcome
        }
        _ = disk.rename(from, to, flags: flags)
        return Outcome(CallError(EINVAL))
    }

    private func copy(
        _ file: OpenDescriptor, _ offset: Int64, _ target: OpenDescriptor, _ newOffset: Int64, _ length: Int
    ) -> Outcome {
        var total = 0
        while total < length {
            switch file.copyRange(offset + Int64(total), to: target, newOffset + Int64(total), length - total) {
            case .failure(let error): return total > 0 ? Outcome(value: Int64(total)) : Outcome(error)
            case .success(0): return Outcome(value: Int64(total))
            case .success(let count): total += count
            }
        }
        return Outcome(value: Int64(total))
    }

    /// Compares what SEEK_DATA or SEEK_HOLE says with the file's own bytes, and puts the position back.
    private func seekHole(_ file: OpenDescriptor, _ offset: Int64, _ whence: Int) -> Outcome {
        guard case .success(let position) = file.seek(0, SEEK_CUR), case .success(let status) = file.stat() else {
            return Outcome(value: -2)
        }
        defer { _ = file.seek(position, SEEK_SET) }
        guard status.isRegular else { return Outcome(value: -3) }
        let result = file.seek(offset, Int32(whence))
        var outcome = Outcome()
        let isData = whence == CLINUX_SEEK_DATA
        switch result {
        case .failure(let error):
            if offset >= status.size || !isData { return Outcome(error) }
            // No data any more: then the rest must be zeros.
            if error.errno != ENXIO { return Outcome(error) }
            outcome.inconsistency = nonZero(file, offset..<status.size)
        case .success(let found):
            if offset >= status.size {
                outcome.inconsistency = "a seek beyond the end gives \(found)"
            } else if found < offset || found > status.size {
                outcome.inconsistency = "from \(offset) the seek gives \(found) of \(status.size) bytes"
            } else if isData {
                outcome.inconsistency = nonZero(file, offset..<found)
            }
        }
        return outcome
    }

    private func nonZero(_ file: OpenDescriptor, _ range: Range<Int64>) -> String? {
        let length = min(range.upperBound - range.lowerBound, 4 << 20)
        guard length > 0, case .success(let bytes) = file.read(Int(length), at: range.lowerBound) else { return nil }
        return Outcome.areSame(bytes, [UInt8](repeating: 0, count: bytes.count))
            ? nil : "there are bytes in the hole \(range)"
    }

    /// Reads (`new` nil) or writes within the file through mmap(2); what read(2) refuses is not touched, since that would be SIGBUS.
    private func map(_ file: OpenDescriptor, _ offset: Int64, _ count: Int, _ new: [UInt8]?) -> Outcome {
        let status: FileStatus
        switch file.stat() {
        case .failure(let error): return Outcome(error)
        case .success(let found): status = found
        }
        let start = offset & ~4095
        let length = Int(min(Int64(count), status.size - start))
        guard status.isRegular, length > 0 else { return Outcome(value: -4) }
        if case .failure(let error) = file.read(length, at: start) { return Outcome(error) }
        let mapped = file.map(start, length, writable: new != nil) { memory -> [UInt8] in
            guard let new else { return Array(memory) }
            new.withUnsafeBytes { memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            return []
        }
        return Self.bytes(mapped)
    }
}
