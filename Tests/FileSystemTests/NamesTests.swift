import FileSystemTesting
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

extension MountedTests {
    /// Every key of a bucket can be listed, read, renamed and removed through the mount.
    @Suite(.serialized) struct NamesTests {
        static let longKey: ObjectKey = {
            var bytes: [UInt8] = []
            while bytes.count < 1024 { bytes.append(bytes.count % 200 == 199 ? 47 : UInt8(97 + bytes.count % 26)) }
            return ObjectKey(bytes)
        }()

        static let keys: [ObjectKey] = [
            "plain", "new\nline", "tab\tand\u{1}\u{1b}\u{7f}controls", ObjectKey([120, 0xff, 0xfe, 0x80]),
            "empty//inside", "empty///twice", "/leading", "//leading twice", "dot/./inside", "dot/../inside", ".", "..",
            "dot/..", "dot/.", ObjectKey([UInt8](repeating: 108, count: 300)),
            // Twice as long, and what would be below it if only its beginnings counted.
            ObjectKey([UInt8](repeating: 107, count: 500)), ObjectKey([UInt8](repeating: 107, count: 400)),
            ObjectKey("long/" + String(repeating: "m", count: 300) + "/below"), "both", "both/child", "both/deep/er",
            "file", "file/", "%pail%looks escaped", "100%", "back\\slash", "sp ace", "\u{e9}", "e\u{301}", longKey,
        ]

        /// Reads every file; its bytes tell which object it is.
        private static func files(_ mount: BucketMount) throws -> [ObjectKey: DiskPath] {
            var found: [ObjectKey: DiskPath] = [:]
            for (path, status) in try mount.disk.walk().get() where status.isRegular {
                let bytes = try mount.disk.readAll(path).get()
                #expect(Int(status.size) == bytes.count, "the size of \(path)")
                if bytes.isEmpty { continue }
                #expect(found.updateValue(path, forKey: ObjectKey(bytes)) == nil, "\(path) is shown twice")
            }
            return found
        }

        @Test("Odd keys are listed, read, renamed to plain names and back, and removed")
        func oddKeys() async throws {
            let store = MemoryStore.holding(Self.keys)
            let objects = Set(Self.keys.filter { !$0.isDirectoryMarker })
            try await BucketMount.with(store) { mount in
                let files = try Self.files(mount)
                #expect(Set(files.keys) == objects, "not the objects: \(objects.symmetricDifference(files.keys))")
                try mount.disk.mkdir("moved").get()
                for (number, (key, path)) in files.sorted(by: { $0.key < $1.key }).enumerated() {
                    let place = DiskPath("moved/\(number)")
                    try mount.disk.rename(path, place).get()
                    #expect(store.bytes(of: ObjectKey(place.bytes)) == key.bytes, "the rename of \(key)")
                    #expect(store.bytes(of: key) == nil, "\(key) is there after its rename")
                    #expect(throws: Never.self, "renaming back to \(path)") { try mount.disk.rename(place, path).get() }
                    #expect(store.bytes(of: key) == key.bytes, "the rename back to \(key)")
                    #expect(store.bytes(of: ObjectKey(place.bytes)) == nil, "\(place) is there after its rename")
                }
                for (key, path) in files {
                    try mount.disk.unlink(path).get()
                    #expect(store.bytes(of: key) == nil, "\(key) is there after its unlink")
                }
                #expect(try Self.files(mount).isEmpty)
                try mount.disk.removeAll().get()
            }
            #expect(store.keys.isEmpty, "left: \(store.keys)")
        }

        @Test("Odd keys are written in place, and stay the objects they were")
        func writing() async throws {
            let store = MemoryStore.holding(Self.keys)
            try await BucketMount.with(store) { mount in
                for (key, path) in try Self.files(mount) {
                    let file = try mount.disk.open(path, 2).get()
                    #expect(try file.write([33], at: 0).get() == 1)
                    try file.close().get()
                    #expect(store.bytes(of: key) == [33] + key.bytes.dropFirst(), "\(key)")
                }
            }
            #expect(store.keys == Self.keys.sorted())
        }

        @Test("An object with the key of its directory's marker cannot be made")
        func emptyName() async throws {
            let memory = MemoryStore.holding(["f"])
            try await BucketMount.with(memory) { mount in
                try mount.disk.mkdir("d").get()
                for name in ["%pail%", "%pail%=", "d/%pail%", "d/%pail%="] as [DiskPath] {
                    #expect(throws: CallError(EINVAL)) { try mount.disk.writeAll(name, [33]).get() }
                    #expect(throws: CallError(EINVAL)) { try mount.disk.symlink([33], name).get() }
                    #expect(throws: CallError(EINVAL)) { try mount.disk.rename("f", name).get() }
                    #expect(mkfifo("\(mount.disk.root)/\(name)", 0o600) == -1 && errno == EINVAL, "\(name)")
                }
                #expect(try mount.disk.readAll("f").get() == Array("f".utf8))
                // A directory of that name is one with the key `d//`.
                try mount.disk.mkdir("d/%pail%").get()
                try mount.disk.writeAll("d/%pail%/x", [33]).get()
            }
            #expect(memory.keys == ["d/", "d//", "d//x", "f"])
            #expect(memory.bytes(of: "d/") == [])
        }

        @Test("Renaming a directory moves every key below it, whatever it looks like")
        func directoryRename() async throws {
            let short = Self.keys.filter { $0.bytes.count < 900 }
            let store = MemoryStore.holding(short.map { ObjectKey("tree/".utf8 + $0.bytes) } + ["tree2", "treetop/x"])
            try await BucketMount.with(store) { mount in
                try mount.disk.rename("tree", "other").get()
            }
            let wanted = short.map { ObjectKey("other/".utf8 + $0.bytes) } + ["tree2", "treetop/x"]
            let found = store.keys.filter { $0 != "other/" }
            #expect(found == wanted.sorted())
        }

        @Test("Removing a tree of odd keys leaves an empty bucket")
        func treeRemoval() async throws {
            let store = MemoryStore.holding(
                Self.keys.filter { $0.bytes.count < 900 }.map { ObjectKey("tree/".utf8 + $0.bytes) })
            try await BucketMount.with(store) { mount in
                let removed = Tool.run(["rm", "-r", mount.disk.root + "/tree"])
                #expect(removed.status == 0, "\(removed.output)")
            }
            #expect(store.keys.isEmpty, "left: \(store.keys)")
        }
    }
}
