import CFUSE
import Glibc

/// Entries of a directory in the kernel's form, up to the size that it asked for.
package struct DirectoryBuffer: ~Copyable {
    private let memory: UnsafeMutableRawBufferPointer
    private var used = 0
    private let plus: Bool

    /// `plus` packs readdirplus records.
    package init(size: Int, plus: Bool) {
        memory = .allocate(byteCount: max(size, 0), alignment: 8)
        self.plus = plus
    }

    deinit {
        memory.deallocate()
    }

    /// Whether nothing was added.
    package var isEmpty: Bool { used == 0 }

    /// fuse_add_direntry_plus: adds an entry; false when it does not fit (and was not added).
    ///
    /// A buffer made without `plus` takes the number and the kind of it only, and counts no lookup.
    /// - Parameter nextCookie: where a reading that ends with this entry goes on.
    package mutating func append(_ name: EntryName, _ entry: Entry, nextCookie: UInt64) -> Bool {
        append(name, fuse_entry_param(entry), nextCookie)
    }

    /// fuse_add_direntry, or in a plus buffer an entry with inode 0 that counts no lookup (`.`, `..`): number and kind
    /// only.
    package mutating func append(_ name: EntryName, inode: InodeID, mode: FileMode, nextCookie: UInt64) -> Bool {
        var parameters = fuse_entry_param()
        parameters.attr.st_ino = numericCast(inode.rawValue)
        parameters.attr.st_mode = mode.rawValue
        return append(name, parameters, nextCookie)
    }

    private mutating func append(_ name: EntryName, _ entry: fuse_entry_param, _ nextCookie: UInt64) -> Bool {
        let room = memory.count - used
        let next = memory.baseAddress.map { ($0 + used).assumingMemoryBound(to: CChar.self) }
        let cookie = off_t(truncatingIfNeeded: nextCookie)
        // libfuse wants the name with a NUL after it; it answers with the size of the record, written if it fits.
        let size = withUnsafeTemporaryAllocation(of: CChar.self, capacity: name.bytes.count + 1) { text in
            for (index, byte) in name.bytes.enumerated() {
                text.initializeElement(at: index, to: CChar(bitPattern: byte))
            }
            text.initializeElement(at: name.bytes.count, to: 0)
            var entry = entry
            return plus
                ? fuse_add_direntry_plus(nil, next, room, text.baseAddress, &entry, cookie)
                : fuse_add_direntry(nil, next, room, text.baseAddress, &entry.attr, cookie)
        }
        guard size <= room else { return false }
        used += size
        return true
    }

    /// Calls `body` with what was added.
    func withUnsafeBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        body(UnsafeRawBufferPointer(rebasing: memory[..<used]))
    }
}
