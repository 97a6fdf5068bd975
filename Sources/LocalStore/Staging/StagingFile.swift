import Glibc
import Synchronization

/// A sparse local file that holds what is written until it is in the bucket.
///
/// It is removed when the last reference goes, unless it was kept. Calls may come from several threads at once, as
/// with any open file; ranges that overlap are the callers' to order.
package final class StagingFile: Sendable {
    /// The open file, for lseek(2) and fallocate(2); owned by this object.
    package let descriptor: Int32
    /// Where the file is; changes when it is kept.
    private let location: Mutex<Location>
    /// Keeps other mounts from taking the file for a dead one's.
    private let instance: InstanceLock
    /// Makes room for at least so many bytes at the expense of clean blocks.
    private let reclaim: @Sendable (Int64) -> Bool

    private struct Location {
        var path: String
        var isKept = false
    }

    init(descriptor: Int32, path: String, instance: InstanceLock, reclaim: @escaping @Sendable (Int64) -> Bool) {
        self.descriptor = descriptor
        self.location = Mutex(Location(path: path))
        self.instance = instance
        self.reclaim = reclaim
    }

    deinit {
        let last = location.withLock { $0 }
        if !last.isKept { unlink(last.path) }
        close(descriptor)
    }

    /// Where the file is now.
    package var path: String { location.withLock { $0.path } }

    /// Writes all of `bytes`; clean blocks give way when the disk is full.
    ///
    /// The corresponding C function is `pwrite`.
    ///
    /// - Throws: `.noSpace`, or `.inaccessible` when the disk fails. Some of the bytes may have been written.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(LocalStoreError) {
        try perform("pwrite", needing: Int64(bytes.count)) { () throws(FileCalls.Failure) in
            try FileCalls.writeAll(descriptor, bytes, at: offset)
        }
    }

    /// Reads until `buffer` is full or the file ends; what was never written reads as zeros.
    ///
    /// The corresponding C function is `pread`.
    ///
    /// - Returns: how many bytes were read.
    /// - Throws: `.inaccessible` when the disk fails.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(LocalStoreError) -> Int {
        var count = 0
        try perform("pread", needing: 0) { () throws(FileCalls.Failure) in
            count = try FileCalls.readAll(descriptor, into: buffer, at: offset)
        }
        return count
    }

    /// Sets the size; what is added reads as zeros and takes no space.
    ///
    /// The corresponding C function is `ftruncate`.
    ///
    /// - Throws: `.noSpace`, or `.inaccessible` also for a size beyond what the disk's file system can hold.
    package func truncate(to size: Int64) throws(LocalStoreError) {
        try perform("ftruncate", needing: 0) { () throws(FileCalls.Failure) in
            try FileCalls.truncate(descriptor, to: size)
        }
    }

    /// Gives the space of a range back: it reads as zeros, and the size stays.
    ///
    /// The corresponding C function is `fallocate` with `FALLOC_FL_PUNCH_HOLE`; where the disk's file system has no
    /// holes, zeros are written.
    ///
    /// - Throws: `.noSpace`, or `.inaccessible` when the disk fails.
    package func punchHole(_ range: Range<Int64>) throws(LocalStoreError) {
        guard !range.isEmpty else { return }
        try perform("fallocate", needing: 0) { () throws(FileCalls.Failure) in
            do throws(FileCalls.Failure) {
                try FileCalls.punchHole(descriptor, at: range.lowerBound, length: Int64(range.count))
            } catch {
                guard error.code == EOPNOTSUPP else { throw error }
                try writeZeros(range)
            }
        }
    }

    /// Waits until the bytes and the size are on the disk.
    ///
    /// The corresponding C function is `fdatasync`.
    ///
    /// - Throws: `.noSpace` or `.inaccessible`; the bytes must then be taken for lost.
    package func synchronize() throws(LocalStoreError) {
        try perform("fdatasync", needing: 0) { () throws(FileCalls.Failure) in
            try FileCalls.synchronizeData(descriptor)
        }
    }

    /// Moves the file to a lasting name, where it stays when the object goes.
    func keep(as path: String) throws(FileCalls.Failure) {
        try location.withLock { location throws(FileCalls.Failure) in
            try FileCalls.renameNew(location.path, path)
            location = Location(path: path, isKept: true)
        }
    }

    /// Lets the file stay where it is when the object goes.
    package func leave() { location.withLock { $0.isKept = true } }

    /// Runs a call, once more if it found the disk full and clean blocks could make room.
    private func perform(
        _ name: String, needing space: Int64, _ call: () throws(FileCalls.Failure) -> Void
    ) throws(LocalStoreError) {
        do {
            try call()
        } catch {
            guard space > 0, error.code == ENOSPC || error.code == EDQUOT, reclaim(space) else {
                throw LocalStoreError(errno: error.code, name, path)
            }
            do { try call() } catch { throw LocalStoreError(errno: error.code, name, path) }
        }
    }

    private func writeZeros(_ range: Range<Int64>) throws(FileCalls.Failure) {
        let end = min(range.upperBound, try FileCalls.size(descriptor))
        let zeros = [UInt8](repeating: 0, count: 1 << 16)
        var offset = range.lowerBound
        while offset < end {
            let count = min(Int64(zeros.count), end - offset)
            try FileCalls.writeAll(descriptor, count < zeros.count ? Array(zeros[..<Int(count)]) : zeros, at: offset)
            offset += count
        }
    }
}
