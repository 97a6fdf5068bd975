import FileSystem
import FileSystemTesting
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import pail

/// Mounts of buckets on real servers: the S3 client and the file system together.
@Suite(.serialized) struct MountedServerTests {
    /// The same operations on a mount and on a local directory.
    private func compare(_ variable: String, seed: UInt64) async throws {
        try await ContractEndpoint.withStore(variable) { store in
            let result = try await PlainThread.run {
                try DifferentialTest { body in
                    let reference = try TemporaryDirectory.inMemory()
                    let mount = try BucketMount(store) { $0.posix = true }
                    // A sequence that is run again while it is made shorter begins with an empty bucket.
                    try mount.disk.removeAll().get()
                    body(
                        DiskExecutor(
                            mount.disk, isReference: false,
                            hidesDirectoryModes: !store.capabilities.markersKeepMetadata,
                            remount: { try mount.remount() }),
                        DiskExecutor(
                            reference.disk, isReference: true,
                            hidesDirectoryModes: !store.capabilities.markersKeepMetadata))
                    try mount.unmount()
                }.run(seed: seed, steps: min(TestSettings.steps, 400), shrinks: 40)
            }
            #expect(result.report.difference == nil, "\(result.explanation)")
        }
    }

    @Test(
        "A bucket on SeaweedFS does what a disk does", .requiresEndpoint("PAIL_TEST_SEAWEEDFS"),
        arguments: TestSettings.seeds.prefix(3))
    func seaweedFS(seed: UInt64) async throws { try await compare("PAIL_TEST_SEAWEEDFS", seed: seed) }

    @Test(
        "A bucket on Ceph does what a disk does", .requiresEndpoint("PAIL_TEST_CEPH"),
        arguments: TestSettings.seeds.prefix(3))
    func ceph(seed: UInt64) async throws { try await compare("PAIL_TEST_CEPH", seed: seed) }

    private static let keys: [ObjectKey] = {
        var long: [UInt8] = []
        while long.count < 1024 { long.append(long.count % 200 == 199 ? 47 : UInt8(97 + long.count % 26)) }
        return [
            "plain", "new\nline", "tab\tand\u{1}\u{1b}controls", ObjectKey([120, 0xff, 0xfe, 0x80]), "empty//inside",
            "/leading", "dot/./inside", "dot/../inside", "dot/..", ObjectKey([UInt8](repeating: 108, count: 300)),
            "both",
            "both/child", "odd\n\u{1}directory/file", "%pail%looks escaped", "back\\slash", "sp ace+plus",
            ObjectKey(long),
        ]
    }()

    /// The keys that a server of these capabilities keeps.
    private static func kept(_ capabilities: StoreCapabilities) -> [ObjectKey] {
        keys.filter { key in
            let parts = key.bytes.split(separator: 47, omittingEmptySubsequences: false)
            return (capabilities.keepsInvalidUTF8 || Array(key.description.utf8) == key.bytes)
                && (capabilities.keepsEmptyComponents || !parts.contains { $0.isEmpty })
                && (capabilities.keepsDotComponents
                    || !parts.contains { $0.elementsEqual([46]) || $0.elementsEqual([46, 46]) })
                && (capabilities.keepsBackslash || !key.bytes.contains(92))
                && (capabilities.keepsControlCharacters || !key.bytes.contains { $0 < 32 })
                && (capabilities.keepsObjectBesidePrefix || key != "both")
                && parts.allSatisfy { $0.count <= capabilities.maximumComponentLength }
        }
    }

    private func reach(_ variable: String) async throws {
        try await ContractEndpoint.withStore(variable) { store in
            let keys = Self.kept(store.capabilities)
            for key in keys {
                _ = try await store.put(key, MemorySource(key.bytes), attributes: ObjectAttributes(), if: nil)
            }
            try await BucketMount.with(store) { mount in
                var files: [ObjectKey: DiskPath] = [:]
                for (path, status) in try mount.disk.walk().get() where status.isRegular {
                    files[ObjectKey(try mount.disk.readAll(path).get())] = path
                }
                #expect(Set(files.keys) == Set(keys), "\(Set(keys).symmetricDifference(files.keys))")
                try mount.disk.mkdir("moved").get()
                for (key, path) in files {
                    #expect(throws: Never.self, "renaming \(key)") {
                        try mount.disk.rename(path, "moved/x").get()
                        #expect(try mount.disk.readAll("moved/x").get() == key.bytes)
                        try mount.disk.rename("moved/x", path).get()
                        #expect(try mount.disk.readAll(path).get() == key.bytes)
                    }
                }
            }
            // A directory whose last file went away lasts, by a marker.
            var left = try await store.list(ListRequest(prefix: "")).objects.map(\.key).filter { !$0.isDirectoryMarker }
            #expect(left.sorted() == keys.sorted())
            try await BucketMount.with(store) { mount in
                #expect(throws: Never.self) { try mount.disk.removeAll().get() }
            }
            left = try await store.list(ListRequest(prefix: "")).objects.map(\.key)
            #expect(left.isEmpty, "left: \(left)")
        }
    }

    @Test("Every key that SeaweedFS keeps can be reached", .requiresEndpoint("PAIL_TEST_SEAWEEDFS"))
    func seaweedFSNames() async throws { try await reach("PAIL_TEST_SEAWEEDFS") }

    /// Directories that the server's own tree has, or had a moment ago, and no marker stands for.
    private func keepDirectories(_ variable: String) async throws {
        try await ContractEndpoint.withStore(variable) { store in
            for number in 0..<5 {
                let key = ObjectKey("implied\(number)/x")
                _ = try await store.put(key, MemorySource([1]), attributes: ObjectAttributes(), if: nil)
            }
            try await BucketMount.with(store) { mount in
                for number in 0..<5 { try mount.disk.unlink(DiskPath("implied\(number)/x")).get() }
                for number in 0..<30 {
                    let other = DiskPath("other\(number)")
                    try mount.disk.mkdir("made").get()
                    try mount.disk.writeAll("made/x", []).get()
                    // Half of them are to replace nothing, which the server is asked about.
                    let flags = UInt32(number % 2)
                    try mount.disk.rename("made", other, flags: flags).get()
                    try mount.disk.rename(other, "made", flags: flags).get()
                    try mount.disk.unlink("made/x").get()
                    try mount.disk.rmdir("made").get()
                    #expect(throws: Never.self, "mkdir \(other)") { try mount.disk.mkdir(other).get() }
                }
            }
            let left = try await store.list(ListRequest(prefix: "")).objects.map(\.key)
            let wanted = (0..<5).map { ObjectKey("implied\($0)/") } + (0..<30).map { ObjectKey("other\($0)/") }
            #expect(Set(left) == Set(wanted), "\(Set(wanted).symmetricDifference(left))")
        }
    }

    @Test("A directory on SeaweedFS lasts until rmdir, and no longer", .requiresEndpoint("PAIL_TEST_SEAWEEDFS"))
    func seaweedFSDirectories() async throws { try await keepDirectories("PAIL_TEST_SEAWEEDFS") }

    @Test("A directory on Ceph lasts until rmdir, and no longer", .requiresEndpoint("PAIL_TEST_CEPH"))
    func cephDirectories() async throws { try await keepDirectories("PAIL_TEST_CEPH") }

    @Test("Every key that Ceph keeps can be reached", .requiresEndpoint("PAIL_TEST_CEPH"))
    func cephNames() async throws { try await reach("PAIL_TEST_CEPH") }
}
