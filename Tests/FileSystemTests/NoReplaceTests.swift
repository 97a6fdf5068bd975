import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// RENAME_NOREPLACE, where the kernel does not know yet what another client has made.
    @Suite(.serialized) struct NoReplaceTests {
        private static let noReplace: UInt32 = 1

        @Test(
            "A rename that is to replace nothing finds what another client has made, and leaves it",
            arguments: [true, false])
        func madeByAnother(isDirectory: Bool) async throws {
            let (old, new) = isDirectory ? ("d/x", "e/y") : ("d", "e")
            let memory = MemoryStore.holding([ObjectKey(old)])
            try await BucketMount.with(memory) { mount in
                let disk = mount.disk
                #expect(disk.list("").map(\.count) == .success(1))
                #expect(throws: CallError(ENOENT)) { try disk.stat("e").get() }
                memory.plant(ObjectKey(new), Array("theirs".utf8))
                #expect(throws: CallError(EEXIST)) { try disk.rename("d", "e", flags: Self.noReplace).get() }
                #expect(memory.keys == [ObjectKey(old), ObjectKey(new)])
                #expect(memory.bytes(of: ObjectKey(new)) == Array("theirs".utf8))
                // And the kernel hears of it.
                try PlainThread.waitUntil("it shows") { (try? disk.stat("e").get()) != nil }
                #expect(disk.readAll(DiskPath(new)) == .success(Array("theirs".utf8)))
                #expect(disk.readAll(DiskPath(old)) == .success(Array(old.utf8)))
            }
        }

        @Test("A rename that is to replace nothing moves what is there", arguments: [true, false])
        func free(isDirectory: Bool) async throws {
            let memory = MemoryStore.holding([isDirectory ? "d/x" : "d"])
            try await BucketMount.with(memory) { mount in
                try mount.disk.rename("d", "e", flags: Self.noReplace).get()
                #expect(memory.keys.last == (isDirectory ? "e/x" : "e"))
                #expect(throws: CallError(ENOENT)) { try mount.disk.stat("d").get() }
            }
        }
    }
}
