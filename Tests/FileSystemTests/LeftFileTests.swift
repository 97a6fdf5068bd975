import FileSystem
import FileSystemTesting
import Foundation
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import LocalStore

extension MountedTests {
    /// What was written to a mount that was killed before it was in the bucket.
    @Suite(.serialized) struct LeftFileTests {
        private static let large = SplitMix64.bytes(20 << 20, seed: 1)

        /// Compared outside of `#expect`, which would describe every byte.
        private static func same(_ left: [UInt8]?, _ right: [UInt8]) -> Bool { left == right }

        private static func conflictCopies(_ mount: BucketMount) -> [[UInt8]] {
            let files = FileManager.default.enumerator(atPath: mount.cacheDirectory)?.compactMap { $0 as? String } ?? []
            return files.filter { $0.contains("/conflicts/") }.sorted().compactMap { name in
                FileManager.default.contents(atPath: mount.cacheDirectory + "/" + name).map { [UInt8]($0) }
            }
        }

        @Test("What was written is shown by the next mount before it is in the bucket, and comes there by itself")
        func shown() async throws {
            let killed = KilledMount(.holding(["d/kept"]))
            let memory = killed.memory
            memory.plant("large", Self.large)
            memory.plant("cut", Self.large)
            var changed = Self.large
            changed.replaceSubrange(1_000_000..<1_000_003, with: [1, 2, 3])
            let gate = Gate()
            killed.second.add(.hold(gate), to: [.put, .createUpload], times: .max)
            try await PlainThread.run { [changed] in
                try killed.run { mount in
                    let disk = mount.disk
                    let new = try disk.open("d/e\n", O_RDWR | O_CREAT, 0o640).get()
                    try new.writeFully(Array("new".utf8)).get()
                    try disk.chmod("d/e\n", 0o600).get()
                    let large = try disk.open("large", O_RDWR).get()
                    #expect(try large.write([1, 2, 3], at: 1_000_000).get() == 3)
                    let cut = try disk.open("cut", O_WRONLY).get()
                    try cut.truncate(5).get()
                    #expect(try cut.write([9], at: 7).get() == 1)
                    return [new, large, cut]
                } check: { mount, files in
                    let disk = mount.disk
                    let expected = Array(Self.large[..<5]) + [0, 0, 9]
                    for isStored in [false, true] {
                        if isStored {
                            gate.open()
                            try mount.waitUntilSettled()
                        }
                        #expect(try disk.list("d").get().map(\.name) == [Array("e\n".utf8), Array("kept".utf8)])
                        #expect(try disk.readAll("d/e\n").get() == Array("new".utf8))
                        let status = try disk.stat("d/e\n").get()
                        #expect(status.size == 3 && status.permissions == 0o600)
                        #expect(try disk.stat("cut").get().size == 8)
                        #expect(try disk.readAll("cut").get() == expected)
                        let isRight = try Self.same(disk.readAll("large").get(), changed)
                        #expect(isRight)
                        #expect(memory.bytes(of: "d/e\n") == (isStored ? Array("new".utf8) : nil))
                    }
                    #expect(memory.bytes(of: "cut") == expected)
                    let isRight = Self.same(memory.bytes(of: "large"), changed)
                    #expect(isRight)
                    #expect(memory.metadata(of: "d/e\n")?.attributes.userMetadata["mode"] == String(0o100600))
                    #expect(memory.openUploads.isEmpty)
                    // Most of the large one was copied by the server.
                    let sent = memory.log.records.reduce(0) { $0 + ($1.kind == .get ? 0 : $1.bytes) }
                    #expect(sent < 12 << 20, "\(sent)")
                    for file in files { _ = file.close() }
                }
            }
        }

        @Test("A renamed file is stored under its new name; one that was removed or replaced while open is not")
        func names() async throws {
            let killed = KilledMount(.holding(["renamed", "removed", "replaced", "by", "tree/f", "kept"]))
            try await PlainThread.run {
                try killed.run { mount in
                    let disk = mount.disk
                    var files: [OpenDescriptor] = []
                    for name in ["renamed", "removed", "replaced", "tree/f"] {
                        let file = try disk.open(DiskPath(name), O_WRONLY).get()
                        #expect(try file.write(Array("first".utf8), at: 0).get() == 5)
                        files.append(file)
                    }
                    let fresh = try disk.open("fresh", O_WRONLY | O_CREAT | O_EXCL).get()
                    try fresh.writeFully([1]).get()
                    try disk.rename("renamed", "elsewhere").get()
                    try disk.unlink("removed").get()
                    try disk.unlink("fresh").get()
                    try disk.rename("by", "replaced").get()
                    try disk.rename("tree", "moved").get()
                    for file in files + [fresh] { #expect(try file.write(Array("THEN".utf8), at: 0).get() == 4) }
                    return files + [fresh]
                } check: { mount, files in
                    try mount.waitUntilSettled()
                    let found = try mount.disk.walk().get().map { String(decoding: $0.path.bytes, as: UTF8.self) }
                    #expect(found.sorted() == ["elsewhere", "kept", "moved", "moved/f", "replaced"])
                    #expect(try mount.disk.readAll("elsewhere").get() == Array("THENted".utf8))
                    for file in files { _ = file.close() }
                }
            }
            let memory = killed.memory
            #expect(memory.bytes(of: "elsewhere") == Array("THENted".utf8))
            #expect(memory.bytes(of: "moved/f") == Array("THENtf".utf8))
            #expect(memory.bytes(of: "replaced") == Array("by".utf8))
            #expect(Set(memory.keys).subtracting(["moved/", "tree/"]) == ["elsewhere", "moved/f", "replaced", "kept"])
        }

        @Test("Where another client was first, what was written is a conflict copy and the name is the other's")
        func conflict() async throws {
            let killed = KilledMount(.holding(["changed", "gone"]))
            let memory = killed.memory
            try await PlainThread.run {
                try killed.run { mount in
                    var files: [OpenDescriptor] = []
                    for name in ["changed", "gone", "new"] {
                        let file = try mount.disk.open(DiskPath(name), O_WRONLY | O_CREAT).get()
                        try file.writeFully(Array("ours, of \(name)".utf8)).get()
                        files.append(file)
                    }
                    return files
                } meanwhile: {
                    memory.plant("changed", Array("theirs".utf8))
                    memory.uproot("gone")
                    memory.plant("new", Array("theirs too".utf8))
                } check: { mount, files in
                    try mount.waitUntilSettled()
                    #expect(try mount.disk.readAll("changed").get() == Array("theirs".utf8))
                    #expect(try mount.disk.readAll("new").get() == Array("theirs too".utf8))
                    let copies = Self.conflictCopies(mount).map { String(decoding: $0, as: UTF8.self) }
                    #expect(Set(copies) == ["ours, of changed", "ours, of gone", "ours, of new"])
                    for file in files { _ = file.close() }
                }
            }
        }

        /// Closes a file in the background, since that does not end.
        private static func closeLater(_ file: OpenDescriptor) { PlainThread.start { _ = file.close() } }

        @Test("A PUT or an upload that was done when the mount was killed is no conflict, and is not done again")
        func answerLost() async throws {
            for (content, kind) in [([7], RequestKind.put), (Self.large, .completeUpload)] {
                for isNew in [true, false] {
                    let killed = KilledMount(.holding(isNew ? [] : ["f"]))
                    killed.first.add(.holdAnswer(killed.gate), to: [kind])
                    try await PlainThread.run {
                        try killed.run { mount in
                            let flags = O_WRONLY | O_CREAT | (isNew ? O_EXCL : O_TRUNC)
                            let file = try mount.disk.open("f", flags).get()
                            try file.writeFully(content).get()
                            Self.closeLater(file)
                            try PlainThread.wait { await killed.gate.waitForArrivals() }
                        } check: { mount, _ in
                            try mount.waitUntilSettled()
                            let isRight = try Self.same(mount.disk.readAll("f").get(), content)
                            #expect(isRight)
                            #expect(killed.second.log.count(of: .put) == 0)
                            #expect(killed.second.log.count(of: .createUpload) == 0)
                            #expect(killed.second.log.count(of: .copy) == 0)
                            #expect(killed.second.log.count(of: .head) <= 2)
                            #expect(Self.conflictCopies(mount).isEmpty)
                            // What was learned goes on.
                            try mount.disk.chmod("f", 0o600).get()
                            #expect(try mount.disk.stat("f").get().permissions == 0o600)
                            try mount.unmount()
                        }
                    }
                    let isRight = Self.same(killed.memory.bytes(of: "f"), content)
                    #expect(isRight)
                }
            }
        }

        @Test(
            "Whichever request of an upload was under way, all is stored and no upload is left",
            arguments: [RequestKind.put, .createUpload, .uploadPart, .copyPart, .completeUpload])
        func underWay(kind: RequestKind) async throws {
            for isDone in [true, false] {
                let killed = KilledMount()
                killed.memory.plant("f", Self.large)
                killed.first.add(isDone ? .holdAnswer(killed.gate) : .hold(killed.gate), to: [kind])
                let content = kind == .put ? [5] : Array(Self.large[..<7_000_000]) + [5] + Self.large[7_000_001...]
                try await PlainThread.run {
                    try killed.run { mount in
                        let file = try mount.disk.open("f", O_WRONLY).get()
                        if kind == .put { try file.truncate(0).get() }
                        #expect(try file.write([5], at: kind == .put ? 0 : 7_000_000).get() == 1)
                        Self.closeLater(file)
                        try PlainThread.wait { await killed.gate.waitForArrivals() }
                    } check: { mount, _ in
                        try mount.waitUntilSettled()
                        let isRight = try Self.same(mount.disk.readAll("f").get(), content)
                        #expect(isRight)
                        #expect(Self.conflictCopies(mount).isEmpty)
                        try mount.unmount()
                    }
                }
                // Nobody knows of an upload whose number has not come back.
                if kind != .createUpload { #expect(killed.memory.openUploads.isEmpty) }
                let isRight = Self.same(killed.memory.bytes(of: "f"), content)
                #expect(isRight)
            }
        }

        @Test("A file that the server does not take waits, works as any other, and the next mount stores it")
        func unavailable() async throws {
            let killed = KilledMount(.holding(["f", "removed", "d/g", "d/kept"]))
            let store = killed.second
            store.add(.fail(KilledMount.failure), to: [.put], times: .max)
            try await PlainThread.run {
                try killed.run { mount in
                    var files: [OpenDescriptor] = []
                    for name in ["f", "removed", "new", "d/g", "only/x"] {
                        if name == "only/x" { try mount.disk.mkdir("only").get() }
                        let file = try mount.disk.open(DiskPath(name), O_WRONLY | O_CREAT | O_TRUNC).get()
                        try file.writeFully(Array("of \(name)".utf8)).get()
                        files.append(file)
                    }
                    return files
                } meanwhile: {
                    // The directory is there by the file alone.
                    killed.memory.uproot("only/")
                } check: { mount, files in
                    let disk = mount.disk
                    try PlainThread.waitUntil("it is tried") { store.log.count(of: .put) > 0 }
                    #expect(try disk.readAll("f").get() == Array("of f".utf8))
                    #expect(try disk.list("only").get().map(\.name) == [Array("x".utf8)])
                    #expect(disk.rmdir("only").failure == .init(ENOTEMPTY))
                    try disk.unlink("removed").get()
                    try disk.unlink("new").get()
                    let names = try disk.list("").get().map { String(decoding: $0.name, as: UTF8.self) }
                    #expect(names == ["d", "f", "only"])
                    try disk.chmod("f", 0o600).get()
                    // An open of it sees what is here, and its close hears of the server.
                    let file = try disk.open("f", O_RDWR | O_APPEND).get()
                    try file.writeFully([33]).get()
                    #expect(file.close().failure != nil)
                    #expect(disk.rename("d", "moved").failure != nil)
                    let failure = #expect(throws: MountFailure.self) { try mount.unmount(byForce: true) }
                    #expect(failure?.description.contains("the next mount stores it") == true)
                    #expect(Self.conflictCopies(mount).isEmpty)
                    store.clear()
                    let next = try BucketMount(store, after: Disk(mount.cacheDirectory))
                    try next.waitUntilSettled()
                    try next.unmount()
                    for file in files { _ = file.close() }
                }
            }
            let memory = killed.memory
            #expect(memory.bytes(of: "f") == Array("of f!".utf8))
            #expect(memory.metadata(of: "f")?.attributes.userMetadata["mode"] == String(0o100600))
            #expect(memory.bytes(of: "d/g") == Array("of d/g".utf8))
            #expect(memory.bytes(of: "only/x") == Array("of only/x".utf8))
            #expect(Set(memory.keys) == ["f", "d/g", "d/kept", "only/x"])
        }

        @Test("A pending file can be renamed, and with its directory, when the server takes it again")
        func renamed() async throws {
            let killed = KilledMount(.holding(["a/f", "b/g"]))
            let gate = Gate()
            killed.second.add(.hold(gate), to: [.put], times: 2)
            try await PlainThread.run {
                try killed.run { mount in
                    try ["a/f", "b/g"].map { name in
                        let file = try mount.disk.open(DiskPath(name), O_WRONLY).get()
                        #expect(try file.write([0x78], at: 0).get() == 1)
                        return file
                    }
                } check: { mount, files in
                    try PlainThread.wait { await gate.waitForArrivals(2) }
                    gate.open()
                    try mount.disk.rename("a/f", "a/h").get()
                    try mount.disk.rename("b", "c").get()
                    #expect(try mount.disk.readAll("a/h").get() == Array("x/f".utf8))
                    #expect(try mount.disk.readAll("c/g").get() == Array("x/g".utf8))
                    try mount.unmount()
                    for file in files { _ = file.close() }
                }
            }
            #expect(killed.memory.bytes(of: "a/h") == Array("x/f".utf8))
            #expect(killed.memory.bytes(of: "c/g") == Array("x/g".utf8))
        }

        @Test("A mount that may not write, or that shows another prefix, leaves everything to the next")
        func notOurs() async throws {
            let killed = KilledMount(.holding(["p/f", "q/f"]))
            try await PlainThread.run {
                try killed.run { mount in
                    let file = try mount.disk.open("p/f", O_WRONLY).get()
                    #expect(try file.write([1], at: 0).get() == 1)
                    for configure: @Sendable (inout FileSystemConfiguration) -> Void in [
                        { $0.readOnly = true }, { $0 = FileSystemConfiguration(prefix: "q", user: 0, group: 0) },
                    ] {
                        let other = try BucketMount(
                            killed.second, after: Disk(mount.cacheDirectory), configure: configure)
                        try other.unmount()
                        let staging = FileManager.default.enumerator(atPath: other.cacheDirectory)?
                            .compactMap { $0 as? String }.filter { $0.contains("/staging/") }
                        #expect(staging?.count == 2, "\(staging ?? [])")
                    }
                    return file
                } check: { mount, file in
                    try mount.waitUntilSettled()
                    _ = file.close()
                }
            }
            #expect(killed.memory.bytes(of: "p/f") == [1] + "/f".utf8)
            #expect(killed.second.log.count(of: .put) == 1)
        }

        @Test("After another start of the system what was not synchronised is kept, and replaces nothing")
        func otherBoot() async throws {
            let killed = KilledMount(.holding(["f"]))
            try await PlainThread.run {
                try killed.run { (mount: BucketMount) throws -> OpenDescriptor in
                    let file = try mount.disk.open("f", O_WRONLY).get()
                    #expect(try file.write(Array("ours".utf8), at: 0).get() == 4)
                    let names =
                        FileManager.default.enumerator(atPath: mount.cacheDirectory)?.compactMap { $0 as? String } ?? []
                    let name = try #require(names.first { $0.hasSuffix(".journal") })
                    let place = URL(filePath: mount.cacheDirectory + "/" + name)
                    guard case .records(let records, _) = StagingLog.read([UInt8](try Data(contentsOf: place))) else {
                        Issue.record("no journal")
                        return file
                    }
                    let other = StagingLog.magic + StagingLog.bytes(of: [.boot("another")] + records.dropFirst())
                    try Data(other).write(to: place)
                    return file
                } check: { (mount: BucketMount, file: OpenDescriptor) throws in
                    #expect(mount.fileSystem?.isSettled == true)
                    #expect(try mount.disk.readAll("f").get() == Array("f".utf8))
                    #expect(Self.conflictCopies(mount) == [Array("ours".utf8)])
                    _ = file.close()
                }
            }
        }

        @Test(
            "A directory that another client has emptied stays while a file in it is written to here, and so does that")
        func emptiedDirectory() async throws {
            for isDeep in [false, true] {
                let memory = MemoryStore.holding([isDeep ? "d/e/g" : "d/g"])
                let name = DiskPath(isDeep ? "d/e/new" : "d/new")
                try await BucketMount.with(memory, configure: { $0.metadataTTL = .zero }) { mount in
                    let file = try mount.disk.open(name, O_WRONLY | O_CREAT | O_EXCL).get()
                    try file.writeFully([1]).get()
                    memory.uproot(isDeep ? "d/e/g" : "d/g")
                    #expect(try mount.disk.list("").get().map(\.name) == [Array("d".utf8)])
                    #expect(mount.disk.rmdir("d").failure == .init(ENOTEMPTY))
                    try file.close().get()
                    #expect(try mount.disk.readAll(name).get() == [1])
                }
                #expect(memory.bytes(of: ObjectKey(name.bytes)) == [1])
            }
        }

        @Test("Without a condition what is in the bucket gives way if it is older, and stays if it is newer")
        func unconditional() async throws {
            for isNewer in [true, false] {
                // An hour before or after what is written here.
                var moment = MemoryStore.systemTime()
                moment.seconds += isNewer ? 3600 : -3600
                let killed = KilledMount(MemoryStore(clock: { [moment] in moment }))
                try await PlainThread.run {
                    try killed.run { mount in
                        let file = try mount.disk.open("f", O_WRONLY | O_CREAT | O_TRUNC).get()
                        try file.writeFully([1]).get()
                        return file
                    } meanwhile: {
                        killed.memory.plant("f", [2])
                    } check: { mount, file in
                        try mount.waitUntilSettled()
                        #expect(killed.memory.bytes(of: "f") == [isNewer ? 2 : 1])
                        #expect(Self.conflictCopies(mount) == (isNewer ? [[1]] : []))
                        _ = file.close()
                    }
                }
            }
        }
    }
}

extension CallResult {
    /// Why the call failed.
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { return error }
        return nil
    }
}
