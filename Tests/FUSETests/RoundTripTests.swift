import CLinux
import FUSE
import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

/// Blocking calls on the mount run on threads of their own, see `blocking`.
@Suite("Every operation reaches its method, and every answer the caller", requiresFUSE)
struct RoundTripTests {
    @Test("a file is created, written, read, truncated and removed")
    func file() async throws {
        let toy = ToyFileSystem()
        try await withMount(toy) { path in
            let file = path + "/file"
            let descriptor = CInt(try check(open(file, O_RDWR | O_CREAT | O_EXCL, 0o640)))
            let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            #expect(try check(write(descriptor, content, content.count)) == content.count)
            try check(fsync(descriptor))
            try check(fdatasync(descriptor))
            close(descriptor)
            #expect(try readAll(file) == content)
            let found = try status(file)
            #expect(found.st_mode == 0o100640 & ~0o022)
            #expect(found.st_size == content.count)
            #expect(found.st_blocks == (content.count + 511) / 512)
            #expect(found.st_nlink == 1)
            #expect(found.st_mtim.tv_sec == 1_600_000_000 && found.st_mtim.tv_nsec == 5)
            #expect(throws: Errno.fileExists) { try check(open(file, O_RDWR | O_CREAT | O_EXCL, 0o640)) }
            try check(truncate(file, 5))
            #expect(try readAll(file) == Array(content[..<5]))
            close(CInt(try check(open(file, O_WRONLY | O_TRUNC))))
            #expect(try readAll(file).isEmpty)
            try check(unlink(file))
            #expect(throws: Errno.noSuchFileOrDirectory) { try status(file) }
        }
        #expect(toy.count("fsync") == 1 && toy.count("fdatasync") == 1)
        #expect(toy.count("open with O_TRUNC") == 1)
        #expect(toy.count("flush") >= 3)
        #expect(toy.state.withLock { $0.largestWrite } == 1 << 20)
        if geteuid() == 0 { #expect(toy.state.withLock { $0.largestRead } == 1 << 20) }
    }

    @Test("open flags are taken: direct I/O is not cached, noFlush sends no flush, keepCache keeps pages")
    func openFlags() async throws {
        let toy = ToyFileSystem()
        toy.add("file", Array("abcdefgh".utf8))
        try await withMount(toy) { path in
            toy.state.withLock { $0.openedFile.directIO = true }
            _ = try readAll(path + "/file", chunk: 3)
            // 3, 3, 2 and the end: as asked, not as pages.
            #expect(toy.count("read") == 4)
            let flushes = toy.count("flush")
            toy.state.withLock { state in
                state.openedFile.directIO = false
                state.openedFile.noFlush = true
                state.openedFile.keepCache = true
            }
            _ = try readAll(path + "/file")
            let reads = toy.count("read")
            _ = try readAll(path + "/file")
            #expect(toy.count("read") == reads)
            #expect(toy.count("flush") == flushes)
        }
    }

    @Test("directories of 5,000 entries are listed whole, with types, and from any position", arguments: [true, false])
    func directory(readsPlus: Bool) async throws {
        let toy = ToyFileSystem()
        try await withMount(toy) { path in
            try check(mkdir(path + "/dir", 0o750))
            #expect(try status(path + "/dir").st_mode == 0o040750)
            let parent = toy.state.withLock { $0.child(EntryName("dir"), of: .root)! }
            for index in 0..<5000 { toy.add("entry-\(index)", [], in: parent) }
            toy.state.withLock { state in
                _ = state.make(FileMode.directory | 0o755, in: parent, EntryName("sub"))
                _ = state.make(FileMode.symbolicLink | 0o777, in: parent, EntryName("link"))
                _ = state.make(FileMode.fifo | 0o644, in: parent, EntryName("fifo"))
                _ = state.make(FileMode.regular | 0o644, in: parent, EntryName([0xff, 0x0a]))
            }
            let directory = try #require(opendir(path + "/dir"))
            var seen: [[UInt8]: UInt8] = [:]
            var position: (Int, [UInt8])?
            func next() -> ([UInt8], UInt8)? {
                guard let entry = readdir(directory) else { return nil }
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: UInt8.self, capacity: 256) {
                        Array(UnsafeBufferPointer(start: $0, count: strlen($0)))
                    }
                }
                return (name, entry.pointee.d_type)
            }
            while let (name, type) = next() {
                #expect(seen.updateValue(type, forKey: name) == nil)
                // A stat of each of the first entries makes the kernel go on with readdirplus; none makes it stop.
                if readsPlus && seen.count > 2 {
                    _ = try status(path + "/dir/" + String(decoding: name, as: UTF8.self))
                }
                if seen.count == 2500 {
                    let offset = telldir(directory)
                    let following = try #require(next())
                    position = (offset, following.0)
                    seen[following.0] = following.1
                }
                if seen.count > 5003 { break }
            }
            while let (name, type) = next() { seen[name] = type }
            #expect(seen.count == 5006)
            #expect(seen[Array("entry-4999".utf8)] == 8)
            #expect(seen[Array("sub".utf8)] == 4)
            #expect(seen[Array("link".utf8)] == 10)
            #expect(seen[Array("fifo".utf8)] == 1)
            #expect(seen[[0xff, 0x0a]] == 8)
            #expect(seen[Array(".".utf8)] == 4)
            #expect(seen[Array("..".utf8)] == 4)
            let (offset, name) = try #require(position)
            seekdir(directory, offset)
            #expect(try #require(next()).0 == name)
            closedir(directory)
            let handle = CInt(try check(open(path + "/dir", O_RDONLY)))
            try check(fsync(handle))
            close(handle)
            #expect(throws: Errno.directoryNotEmpty) { try check(rmdir(path + "/dir")) }
        }
        #expect(toy.state.withLock { $0.sawPlus })
        #expect(toy.count("fsyncdir") == 1)
    }

    @Test("rename moves, replaces, refuses and exchanges as its flags say")
    func rename() async throws {
        let toy = ToyFileSystem()
        toy.add("a", [1])
        toy.add("b", [2])
        try await withMount(toy) { path in
            let (a, b) = (path + "/a", path + "/b")
            #expect(throws: Errno.fileExists) { try check(clinux_renameat2(a, b, UInt32(CLINUX_RENAME_NOREPLACE))) }
            try check(clinux_renameat2(a, b, UInt32(CLINUX_RENAME_EXCHANGE)))
            #expect(try readAll(a) == [2])
            try check(Glibc.rename(a, b))
            #expect(try readAll(b) == [2])
            #expect(throws: Errno.noSuchFileOrDirectory) { try status(a) }
            try check(mkdir(path + "/dir", 0o755))
            try check(Glibc.rename(b, path + "/dir/c"))
            #expect(try readAll(path + "/dir/c") == [2])
            try check(unlink(path + "/dir/c"))
            try check(rmdir(path + "/dir"))
        }
    }

    @Test("symbolic links, hard links and fifos are made and read")
    func links() async throws {
        let toy = ToyFileSystem()
        toy.add("file", [7])
        try await withMount(toy) { path in
            let target = String(repeating: "t", count: 4095)
            try check(symlink(target, path + "/link"))
            var buffer = [CChar](repeating: 0, count: 5000)
            #expect(try check(readlink(path + "/link", &buffer, buffer.count)) == 4095)
            #expect(buffer[..<4095].allSatisfy { $0 == CChar(UInt8(ascii: "t")) })
            try check(link(path + "/file", path + "/hard"))
            #expect(try status(path + "/hard").st_nlink == 2)
            let inode = try status(path + "/file").st_ino
            #expect(try status(path + "/hard").st_ino == inode)
            try check(mkfifo(path + "/fifo", 0o600))
            #expect(try status(path + "/fifo").st_mode == 0o010600)
        }
    }

    @Test("changes of mode, owner and times come through one by one")
    func attributes() async throws {
        let toy = ToyFileSystem()
        toy.add("file", [7])
        try await withMount(toy) { path in
            let file = path + "/file"
            try check(chmod(file, 0o4711))
            #expect(try status(file).st_mode == 0o104711)
            var changes = try #require(toy.state.withLock { $0.lastChanges })
            #expect(
                changes.permissions == 0o4711 && changes.size == nil && changes.user == nil && changes.accessed == nil)
            try check(chown(file, geteuid(), UInt32.max))
            changes = try #require(toy.state.withLock { $0.lastChanges })
            #expect(changes.user == geteuid() && changes.group == nil)
            var times = [
                timespec(tv_sec: -5, tv_nsec: 999_999_999), timespec(tv_sec: 0, tv_nsec: Int(CLINUX_UTIME_OMIT)),
            ]
            try check(utimensat(AT_FDCWD, file, &times, 0))
            changes = try #require(toy.state.withLock { $0.lastChanges })
            #expect(changes.accessed == .at(FileTime(seconds: -5, nanoseconds: 999_999_999)))
            #expect(changes.modified == nil)
            #expect(try status(file).st_atim.tv_sec == -5)
            try check(utimensat(AT_FDCWD, file, nil, 0))
            changes = try #require(toy.state.withLock { $0.lastChanges })
            #expect(changes.accessed == .now && changes.modified == .now)
        }
    }

    @Test("extended attributes are set, read, listed and removed")
    func extendedAttributes() async throws {
        let toy = ToyFileSystem()
        toy.add("file", [7])
        try await withMount(toy) { path in
            let file = path + "/file"
            let value = (0..<2000).map { UInt8(truncatingIfNeeded: $0) }
            try ExtendedAttributes.set(file, "user.one", value)
            try ExtendedAttributes.set(file, "user.two", [])
            #expect(try ExtendedAttributes.get(file, "user.one", capacity: 0).count == 2000)
            #expect(try ExtendedAttributes.get(file, "user.one", capacity: 4000) == value)
            #expect(try ExtendedAttributes.get(file, "user.two", capacity: 10).isEmpty)
            #expect(throws: Errno.outOfRange) { try ExtendedAttributes.get(file, "user.one", capacity: 10) }
            #expect(throws: Errno.noData) { try ExtendedAttributes.get(file, "user.three", capacity: 10) }
            #expect(try ExtendedAttributes.list(file) == Array("user.one\0user.two\0".utf8))
            #expect(throws: Errno.fileExists) { try ExtendedAttributes.set(file, "user.one", [], flags: 1) }
            #expect(throws: Errno.noData) { try ExtendedAttributes.set(file, "user.three", [], flags: 2) }
            try ExtendedAttributes.remove(file, "user.one")
            #expect(try ExtendedAttributes.list(file) == Array("user.two\0".utf8))
        }
    }

    @Test("an extended attribute whose name is no text is of a kind that there is not")
    func extendedAttributeName() async throws {
        let toy = ToyFileSystem()
        toy.add("file", [7])
        try await withMount(toy) { path in
            let file = path + "/file"
            let name = Array("user.".utf8CString.dropLast()) + [CChar(bitPattern: 0xff), 0]
            try name.withUnsafeBufferPointer { (name) throws in
                // The array has elements.
                let name = name.baseAddress.unsafelyUnwrapped
                #expect(throws: Errno.notSupported) { try ExtendedAttributes.set(file, name, [1]) }
                #expect(throws: Errno.notSupported) { try ExtendedAttributes.get(file, name, capacity: 10) }
                #expect(throws: Errno.notSupported) { try ExtendedAttributes.remove(file, name) }
            }
            #expect(try ExtendedAttributes.list(file).isEmpty)
        }
    }

    @Test("a mount without extended attributes says so itself")
    func noExtendedAttributes() async throws {
        let toy = ToyFileSystem()
        toy.add("file", [7])
        try await withMount(toy, { $0.extendedAttributes = false }) { path in
            #expect(throws: Errno.notSupported) { try ExtendedAttributes.set(path + "/file", "user.one", []) }
        }
    }

    @Test("fallocate, lseek and copy_file_range come through")
    func ranges() async throws {
        let toy = ToyFileSystem()
        toy.add("file", Array("abcdefgh".utf8))
        toy.add("copy", [])
        try await withMount(toy) { path in
            let file = CInt(try check(open(path + "/file", O_RDWR)))
            defer { close(file) }
            let punch = CInt(CLINUX_FALLOC_PUNCH_HOLE | CLINUX_FALLOC_KEEP_SIZE)
            try check(clinux_fallocate(file, punch, 2, 3))
            #expect(try readAll(path + "/file") == Array("ab\0\0\0fgh".utf8))
            try check(clinux_fallocate(file, 0, 0, 0x10))
            #expect(try status(path + "/file").st_size == 0x10)
            #expect(try check(lseek(file, 3, 3)) == 3)
            #expect(try check(lseek(file, 3, 4)) == 0x10)
            #expect(throws: Errno.noSuchAddressOrDevice) { try check(lseek(file, 100, 3)) }
            try check(pwrite(file, "0123456789abcdef", 16, 0))
            let copy = CInt(try check(open(path + "/copy", O_RDWR)))
            #expect(try check(clinux_copy_file_range(file, 4, copy, 1, 6)) == 6)
            close(copy)
            #expect(try readAll(path + "/copy") == Array("\u{0}456789".utf8))
        }
        #expect(toy.count("copy_file_range") == 1)
        #expect(toy.count("fallocate 3") == 1 && toy.count("fallocate 0") == 1)
    }

    @Test("statfs tells the figures, and the mount its source and kind")
    func statistics() async throws {
        try await withMount(ToyFileSystem()) { path in
            var figures = statvfs()
            try check(statvfs(path, &figures))
            #expect(figures.f_blocks == 1000 && figures.f_bavail == 400 && figures.f_files == 70)
            #expect(figures.f_bsize == 4096 && figures.f_namemax == 255 && figures.f_ffree == 30)
            let mounts = String(decoding: try readAll("/proc/self/mounts"), as: UTF8.self)
            #expect(mounts.contains("s3://toy,bucket \(path) fuse.pail rw,"))
            #expect(mounts.split(separator: "\n").contains { $0.contains(path) && $0.contains("default_permissions") })
        }
    }

    @Test("a read-only mount refuses every change by itself")
    func readOnly() async throws {
        let toy = ToyFileSystem()
        toy.add("file", [7])
        try await withMount(toy, { $0.readOnly = true }) { path in
            #expect(throws: Errno.readOnlyFileSystem) { try check(open(path + "/new", O_WRONLY | O_CREAT, 0o644)) }
            #expect(throws: Errno.readOnlyFileSystem) { try check(unlink(path + "/file")) }
            let content = try readAll(path + "/file")
            #expect(content == [7])
        }
    }

    @Test("pages of mmap come as writing back")
    func mapping() async throws {
        let toy = ToyFileSystem()
        toy.add("file", [UInt8](repeating: 1, count: 8192))
        try await withMount(toy) { path in
            let file = CInt(try check(open(path + "/file", O_RDWR)))
            let memory = try #require(mmap(nil, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0))
            memory.storeBytes(of: 9, toByteOffset: 5000, as: UInt8.self)
            try check(msync(memory, 8192, MS_SYNC))
            munmap(memory, 8192)
            close(file)
        }
        #expect(toy.count("write back") == 1)
        let inode = toy.state.withLock { $0.child(EntryName("file"), of: .root)! }
        #expect(toy.state.withLock { $0.nodes[inode]!.data[5000] } == 9)
    }
}
