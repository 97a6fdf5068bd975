import Foundation
import Testing

@testable import LocalStore
@testable import ObjectStore

@Suite struct StagingTests {
    private func write(_ text: String, to file: StagingFile, at offset: Int64) throws {
        try Array(text.utf8).withUnsafeBytes { try file.write($0, at: offset) }
    }

    private func read(_ file: StagingFile, at offset: Int64, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 255, count: count)
        let length = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: offset) }
        return Array(bytes[..<length])
    }

    @Test("a staging file is a file: sparse writes, reads past the end, truncation, holes")
    func file() throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options(cacheSize: 0))
        defer { local.close() }
        let file = try local.staging.makeFile()
        #expect(try read(file, at: 0, count: 4) == [])
        try write("end", to: file, at: 10 << 20)
        try write("start", to: file, at: 0)
        #expect(try read(file, at: 0, count: 7) == Array("start".utf8) + [0, 0])
        #expect(try read(file, at: 10 << 20, count: 7) == Array("end".utf8))
        try file.punchHole(1..<3)
        #expect(try read(file, at: 0, count: 5) == [115, 0, 0, 114, 116])
        try file.truncate(to: 2)
        #expect(try read(file, at: 0, count: 5) == [115, 0])
        try file.truncate(to: 4)
        #expect(try read(file, at: 0, count: 5) == [115, 0, 0, 0])
        try file.synchronize()
        var status = stat()
        #expect(fstat(file.descriptor, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test("a staging file vanishes with its last reference, a conflict copy stays")
    func lifetime() throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        var file: StagingFile? = try local.staging.makeFile()
        #expect(directory.files(matching: "/staging/").count == 1)
        file = nil
        #expect(directory.files(matching: "/staging/").isEmpty)
        var paths: Set<String> = []
        for name in ["report/with\nslash", "report/with\nslash", "", String(repeating: "é", count: 300)] {
            let kept = try local.staging.makeFile()
            try write("0123456789", to: kept, at: 0)
            let copy = try local.staging.keepConflictCopy(kept, name: name, size: 8)
            #expect(copy.trouble == nil)
            paths.insert(copy.path)
        }
        _ = file
        local.close()
        #expect(paths.count == 4)
        #expect(directory.files(matching: "/staging/").isEmpty)
        #expect(Set(directory.files(matching: "/conflicts/")) == paths)
        for path in paths { #expect(FileManager.default.contents(atPath: path) == Data("01234567".utf8)) }
        _ = try LocalStore(directory.options())
        #expect(Set(directory.files(matching: "/conflicts/")) == paths)
    }

    @Test("staging files of a living mount are left alone, those of a dead one go")
    func leftovers() throws {
        let directory = try TemporaryDirectory()
        let first = try LocalStore(directory.options())
        let file = try first.staging.makeFile()
        try write("kept", to: file, at: 0)
        let dead = (file.path as NSString).deletingLastPathComponent + "/00000001-1"
        try Data([1]).write(to: URL(fileURLWithPath: dead))
        let second = try LocalStore(directory.options())
        #expect(!FileManager.default.fileExists(atPath: dead))
        #expect(FileManager.default.fileExists(atPath: file.path))
        first.close()
        let third = try LocalStore(directory.options())
        #expect(FileManager.default.fileExists(atPath: file.path), "a file outlives its store")
        #expect(try read(file, at: 0, count: 4) == Array("kept".utf8))
        second.close()
        third.close()
    }

    @Test("a file that the disk does not take to its end is kept as a conflict copy all the same")
    func notSynchronised() throws {
        let directory = try TemporaryDirectory()
        let local = try LocalStore(directory.options())
        defer { local.close() }
        let file = try local.staging.makeFile()
        try write("kept", to: file, at: 0)
        // A pipe can be neither cut nor synchronised.
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        let broken = StagingFile(
            descriptor: ends[1], path: file.path, instance: try local.staging.home.instance(), reclaim: { _ in false })
        let copy = try local.staging.keepConflictCopy(broken, name: "f", size: 4)
        #expect(copy.trouble?.reason == .inaccessible)
        #expect(FileManager.default.contents(atPath: copy.path) == Data("kept".utf8))
    }

    @Test("where a rename cannot but replace, a file gets a new name all the same, and replaces nothing")
    func renamedByLink() throws {
        let directory = try TemporaryDirectory()
        let (old, new) = (directory.path + "/old", directory.path + "/new")
        for (code, isMoved) in [(EINVAL, true), (ENOSYS, true), (EIO, false)] {
            try Data([1]).write(to: URL(fileURLWithPath: old))
            let result = Result { () throws(FileCalls.Failure) in
                try FileCalls.renameNew(old, new) { _, _ in
                    errno = code
                    return -1
                }
            }
            #expect(((try? result.get()) != nil) == isMoved)
            #expect(FileManager.default.fileExists(atPath: new) == isMoved)
            #expect(FileManager.default.fileExists(atPath: old) == !isMoved)
            unlink(new)
        }
        try Data([2]).write(to: URL(fileURLWithPath: new))
        #expect(throws: FileCalls.Failure.self) {
            try FileCalls.renameNew(old, new) { _, _ in
                errno = EINVAL
                return -1
            }
        }
        #expect(FileManager.default.contents(atPath: old) == Data([1]))
        #expect(FileManager.default.contents(atPath: new) == Data([2]))
    }

    @Test("with few descriptors left files are read by the kernel no more, then none is begun; none of them stays")
    func fewDescriptors() async throws {
        let directory = try TemporaryDirectory()
        // Each descriptor here is beyond half of them, and most beyond the rest, too.
        for (count, takesFiles) in [(4, false), (1 << 20, true)] {
            var options = directory.options(bucket: "http://127.0.0.1:1/\(count)")
            options.descriptors = DescriptorLimit(count)
            let local = try LocalStore(options)
            defer { local.close() }
            let object = TestObject("a", size: 10)
            local.blocks.write(object.version, 0, object.bytes(0))
            try await eventually("it is stored") { local.blocks.contains(object.version, 0) }
            let whole = await local.blocks.wholeFile(object.version)
            #expect((whole != nil) == takesFiles)
            if takesFiles {
                _ = try local.staging.makeFile()
            } else {
                #expect {
                    try local.staging.makeFile()
                } throws: {
                    ($0 as? LocalStoreError)?.reason == .tooManyFiles
                }
            }
            #expect(directory.files(matching: "/staging/").isEmpty)
        }
    }

    @Test("what files may take of the descriptors leaves a third of the rest to connections")
    func descriptorLimits() {
        #expect(DescriptorLimit(128).connections == 21)
        #expect(DescriptorLimit(1024).connections == 64)
        #expect(DescriptorLimit(1 << 20).connections == 64)
        let limit = DescriptorLimit(1024)
        #expect(!limit.refusesReading(415) && limit.refusesReading(416))
        #expect(!limit.refusesWriting(831) && limit.refusesWriting(832))
    }
}
