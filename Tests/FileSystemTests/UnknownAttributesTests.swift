import FileSystem
import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// Objects whose stored attributes show (`--posix`), and could not be asked for or make no sense.
    @Suite(.serialized) struct UnknownAttributesTests {
        private static let failure = StoreError(.unavailable, "as the test says")

        @Test("A file whose attributes could not be had with the listing shows them when it is asked for by name")
        func askedAgain() async throws {
            let memory = MemoryStore()
            memory.plant("f", [1], attributes: ObjectAttributes(userMetadata: ["mode": "33152"]))
            let store = FaultStore(memory)
            store.add(.fail(Self.failure), to: [.head], key: "f", times: 2)
            try await BucketMount.with(store, configure: { $0.posix = true }) { mount in
                let names = try mount.disk.list("").get().map(\.name)
                #expect(names == [[UInt8(ascii: "f")]])
                // Not the mode that files without one have.
                #expect(throws: CallError(EIO)) { try mount.disk.stat("f").get() }
                let status = try mount.disk.stat("f").get()
                #expect(status.permissions == 0o600)
            }
        }

        @Test("A link whose target is longer than any path is no link to the beginning of it")
        func longTarget() async throws {
            let memory = MemoryStore()
            let link = ObjectAttributes(userMetadata: ["mode": "41471"])
            memory.plant("longest", [UInt8](repeating: UInt8(ascii: "a"), count: 4095), attributes: link)
            memory.plant("longer", [UInt8](repeating: UInt8(ascii: "a"), count: 4096), attributes: link)
            try await BucketMount.with(memory, configure: { $0.posix = true }) { mount in
                let longest = try mount.disk.readlink("longest").get()
                #expect(longest.count == 4095)
                #expect(throws: CallError(ENAMETOOLONG)) { try mount.disk.readlink("longer").get() }
            }
        }
    }
}
