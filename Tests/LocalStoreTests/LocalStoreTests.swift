import Foundation
import Testing

@testable import LocalStore
@testable import ObjectStore

@Suite struct LocalStoreTests {
    private func write(_ count: Int, to file: StagingFile) throws(LocalStoreError) {
        let bytes = [UInt8](repeating: 1, count: count)
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(LocalStoreError) in try file.write(buffer, at: 0) }
        }
        try result.get()
    }

    private func reason(_ body: () throws -> Void) -> LocalStoreError.Reason? {
        do { try body() } catch { return (error as? LocalStoreError)?.reason }
        return nil
    }

    @Test("directories are for the owner only, and each bucket has its own")
    func directories() throws {
        let directory = try TemporaryDirectory()
        var options = directory.options()
        options.directory += "/not/there/yet"
        let one = try LocalStore(options)
        options.bucketIdentity = "http://127.0.0.1:1/other"
        let other = try LocalStore(options)
        let names = try FileManager.default.contentsOfDirectory(atPath: options.directory)
        #expect(names.count == 2)
        for name in names {
            var status = stat()
            #expect(stat(options.directory + "/" + name, &status) == 0 && status.st_mode & 0o777 == 0o700)
        }
        one.close()
        other.close()
    }

    @Test("a directory that can be none is an error at once")
    func impossibleDirectory() throws {
        let directory = try TemporaryDirectory()
        var options = directory.options()
        options.directory = "relative"
        #expect(reason { _ = try LocalStore(options) } == .inaccessible)
        options.directory = directory.path + "/file"
        try Data([1]).write(to: URL(fileURLWithPath: options.directory))
        #expect(reason { _ = try LocalStore(options) } == .inaccessible)
    }

    @Test("an error of the system says what helps against it")
    func remedies() {
        for (code, words) in [
            (EMFILE, "limit of open files"), (ENOSPC, "free some space"), (EROFS, "writable"), (EACCES, "permission"),
        ] {
            let detail = LocalStoreError(errno: code, "open", "/c").detail
            #expect(detail.hasPrefix("/c: open: \(String(cString: strerror(code))); ") && detail.contains(words))
            // Which option names the directory is for the program to say.
            #expect(!detail.contains("--"))
        }
    }

    @Test("a damaged index is set aside and begun anew, with a warning", arguments: ["garbage", "page", "format"])
    func damagedIndex(harm: String) async throws {
        let directory = try TemporaryDirectory()
        let object = TestObject("a", size: 10)
        let tag = ETag("t")
        do {
            let local = try LocalStore(directory.options())
            local.blocks.write(object.version, 0, object.bytes(0))
            for number in 0..<200 {
                local.attributes.record(ObjectKey("\(number)"), etag: tag, lastModified: nil, ObjectAttributes())
            }
            local.close()
        }
        let path = try #require(directory.files(matching: "index.sqlite").first { $0.hasSuffix("sqlite") })
        switch harm {
        case "garbage": try Data(repeating: 0x41, count: 5000).write(to: URL(fileURLWithPath: path))
        case "page":
            let handle = try #require(FileHandle(forUpdatingAtPath: path))
            try handle.seek(toOffset: 4096)
            try handle.write(contentsOf: Data(repeating: 0xff, count: try Int(handle.seekToEnd()) - 4096))
            try handle.seek(toOffset: 4096)
            try handle.write(contentsOf: Data(repeating: 0xff, count: 16384))
            try handle.close()
        default:
            let connection = try SQLiteConnection(path: path, busyTimeout: 100)
            try connection.run("PRAGMA user_version = 99")
        }
        let local = try LocalStore(directory.options())
        #expect(local.warnings.count == 1 && local.warnings[0].contains("damaged"))
        #expect(await local.blocks.block(object.version, 0) == nil)
        #expect(local.blocks.isEnabled)
        try await eventually("the files nobody knows go") { directory.files(matching: "/blocks/").isEmpty }
        local.blocks.write(object.version, 0, object.bytes(0))
        local.close()
        let again = try LocalStore(directory.options())
        #expect(again.warnings.isEmpty)
        #expect(await again.blocks.block(object.version, 0) == object.bytes(0))
        again.close()
    }

    @Test("a store that nothing came of leaves no directory, unless it was there before or another mount is in it")
    func discarded() throws {
        let directory = try TemporaryDirectory()
        func left() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: directory.path).count) ?? -1 }
        try LocalStore(directory.options()).discard()
        #expect(left() == 0)

        let first = try LocalStore(directory.options())
        let second = try LocalStore(directory.options())
        first.discard()
        #expect(!directory.files(matching: "index.sqlite").isEmpty)
        second.discard()
        #expect(left() == 1)

        let later = try LocalStore(directory.options())
        #expect(later.warnings.isEmpty)
        later.discard()
        #expect(!directory.files(matching: "index.sqlite").isEmpty)
    }

    @Test(
        "a bucket's directory that others may write in is refused, and the error says why", arguments: ["mode", "link"])
    func directoryOfOthers(_ kind: String) throws {
        let directory = try TemporaryDirectory()
        try LocalStore(directory.options()).close()
        let home = try #require(try FileManager.default.contentsOfDirectory(atPath: directory.path).first)
        let path = directory.path + "/" + home
        switch kind {
        case "mode": chmod(path, 0o777)
        default:
            rename(path, path + ".elsewhere")
            symlink(path + ".elsewhere", path)
        }
        #expect { try LocalStore(directory.options()) } throws: { error in
            let error = error as? LocalStoreError
            return error?.reason == .inaccessible && error?.detail.hasPrefix("\(path): ") == true
        }
    }

    @Test(
        "a bucket's directory that belongs to another user is refused",
        .enabled(if: geteuid() == 0, "giving a directory away takes root"))
    func directoryOfAnotherUser() throws {
        let directory = try TemporaryDirectory()
        try LocalStore(directory.options()).close()
        let home = try #require(try FileManager.default.contentsOfDirectory(atPath: directory.path).first)
        chown(directory.path + "/" + home, 12345, 12345)
        #expect { try LocalStore(directory.options()) } throws: { error in
            (error as? LocalStoreError)?.detail.contains("12345") == true
        }
    }

    @Test("files are written also after somebody has removed the directories, and other mounts leave them alone")
    func removedDirectories() throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        defer { local.close() }
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            try FileManager.default.removeItem(atPath: directory.path + "/" + name)
        }
        let file = try local.staging.makeFile()
        try write(4096, to: file)
        let other = try LocalStore(directory.options())
        defer { other.close() }
        #expect(directory.files(matching: "/staging/") == [file.path])
        try FileManager.default.removeItem(atPath: (file.path as NSString).deletingLastPathComponent)
        try write(4096, to: try local.staging.makeFile())
    }

    @Test("an index of another bucket is not used")
    func wrongIdentity() throws {
        let directory = try TemporaryDirectory()
        try LocalStore(directory.options()).close()
        let path = try #require(directory.files(matching: "index.sqlite").first { $0.hasSuffix("sqlite") })
        #expect(throws: SQLiteError.self) { try IndexSchema.open(path, identity: "another") }
    }

    @Test(
        "without write permission the mount goes on without a cache",
        .enabled(if: geteuid() != 0, "root may write anywhere"))
    func forbiddenDirectory() async throws {
        let directory = try TemporaryDirectory()
        chmod(directory.path, 0o500)
        defer { chmod(directory.path, 0o700) }
        try await goesOnWithout(directory.options(), staging: .inaccessible)
    }

    @Test(
        "on a read-only disk the mount goes on without a cache",
        .enabled(if: SmallDisk.isAvailable, SmallDisk.unavailable))
    func readOnlyDisk() async throws {
        let disk = try SmallDisk(bytes: 1 << 20)
        try disk.makeReadOnly()
        try await goesOnWithout(disk.directory.options(), staging: .readOnly)
    }

    @Test(
        "a read-only disk with a cache on it is left alone", .enabled(if: SmallDisk.isAvailable, SmallDisk.unavailable))
    func disksBecomesReadOnly() async throws {
        let disk = try SmallDisk(bytes: 1 << 20)
        try LocalStore(disk.directory.options()).close()
        try disk.makeReadOnly()
        try await goesOnWithout(disk.directory.options(), staging: .readOnly)
    }

    private func goesOnWithout(_ options: LocalStoreOptions, staging expected: LocalStoreError.Reason) async throws {
        let local = try LocalStore(options)
        defer { local.close() }
        #expect(local.warnings.count == 1)
        #expect(!local.blocks.isEnabled)
        let object = TestObject("a", size: 10)
        local.blocks.write(object.version, 0, object.bytes(0))
        #expect(await local.blocks.block(object.version, 0) == nil)
        local.blocks.remove("a")
        local.attributes.record("a", etag: ETag("t"), lastModified: nil, ObjectAttributes())
        #expect(local.attributes.known("a", etag: ETag("t")) != nil)
        await local.attributes.preload(under: "")
        await local.attributes.flush()
        #expect(reason { _ = try local.staging.makeFile() } == expected)
    }

    @Test(
        "a full disk: blocks make way for staged writes, then writes get no space, and reads stay right",
        .enabled(if: SmallDisk.isAvailable, SmallDisk.unavailable))
    func fullDisk() async throws {
        let disk = try SmallDisk(bytes: 12 << 20)
        let local = try LocalStore(disk.directory.options(cacheSize: 1 << 30))
        defer { local.close() }
        let object = TestObject("a", size: 40 << 20)
        for index in 0..<40 as Range<Int64> {
            local.blocks.write(object.version, index, object.bytes(index))
            let threads = try #require(local.blocks.means?.threads)
            try await eventually("the queue drains") { threads.writeBytes == 0 }
        }
        var found = 0
        for index in 0..<40 as Range<Int64> {
            guard let bytes = await local.blocks.block(object.version, index) else { continue }
            #expect(bytes == object.bytes(index))
            found += 1
        }
        #expect(found >= 5 && found <= 12, "\(found) blocks on a disk of 12 MiB")
        let file = try local.staging.makeFile()
        try write(6 << 20, to: file)
        #expect(reason { try write(20 << 20, to: file) } == .noSpace)
        #expect(!local.blocks.hasAny(object.version))
        #expect(local.blocks.statistics.damaged == 0)
    }

    @Test(
        "a disk that is full from the start disables blocks, and staging works once there is room",
        .enabled(if: SmallDisk.isAvailable, SmallDisk.unavailable))
    func fullFromTheStart() throws {
        let disk = try SmallDisk(bytes: 256 << 10)
        let filler = disk.path + "/filler"
        try Data(repeating: 1, count: 256 << 10).write(to: URL(fileURLWithPath: filler))
        let local = try LocalStore(disk.directory.options())
        defer { local.close() }
        #expect(!local.warnings.isEmpty && !local.blocks.isEnabled)
        #expect(reason { try write(4096, to: try local.staging.makeFile()) } == .noSpace)
        unlink(filler)
        try write(4096, to: try local.staging.makeFile())
    }
}
