import FUSE
import FileSystemTesting
import Foundation
import Glibc
import ObjectStore
import ObjectStoreTesting
import S3
import Synchronization
import Testing
import WireFaults

@testable import pail

extension ProgramTests {
    /// The program is killed while it writes; the next mount has what was written, and the bucket gets it.
    @Suite(.serialized, .requiresEndpoint("PAIL_TEST_SEAWEEDFS")) struct KilledWriterTests {
        private static let server = RealServer.seaweedfs

        /// Runs a mount of a folder of its own through a proxy, and removes what is left in the bucket.
        private func mounted(
            _ body: @escaping @Sendable (ProgramMount, FaultProxy, S3ObjectStore, String) throws -> Void
        ) async throws {
            let folder = "writer-\(UUID().uuidString)"
            let store = try await Self.server.store(port: Self.server.port, bucket: "pail-ready")
            try await PlainThread.run {
                let proxy = try FaultProxy(to: Self.server.port)
                defer { proxy.stop() }
                let mount = try ProgramMount(
                    "s3://pail-ready/\(folder)", endpoint: "http://127.0.0.1:\(proxy.port)")
                try body(mount, proxy, store, folder)
                try mount.unmount()
            }
            let left = try await store.list(ListRequest(prefix: ObjectKey(folder + "/"))).objects
            _ = try await store.delete(left.map(\.key))
        }

        private static func bytes(_ store: S3ObjectStore, _ key: String) throws -> [UInt8] {
            try PlainThread.wait { () async throws in
                let size = try await store.head(ObjectKey(key)).info.size
                let sink = MemorySink()
                _ = try await store.get(
                    ObjectKey(key), range: size > 0 ? ByteRange(0..<size) : nil, ifMatches: nil, versionID: nil,
                    onHead: nil, into: sink)
                return sink.bytes
            }
        }

        /// Waits until the daemon has stored everything that it found.
        private static func waitUntilStored(_ store: S3ObjectStore, _ key: String, _ content: [UInt8]) throws {
            try PlainThread.waitUntil("\(key) is stored") { (try? bytes(store, key)) == content }
        }

        @Test(
            "All that was acknowledged before kill -9 is there after it, in a new file and in a changed one",
            arguments: [false, true])
        func amidWrites(isChanged: Bool) async throws {
            let seed = UInt64.random(in: 0 ... .max)
            try await mounted { mount, _, store, folder in
                var random = SplitMix64(seed: seed)
                var content: [UInt8] = isChanged ? SplitMix64.bytes(3_000_000, seed: seed) : []
                try mount.mount()
                if isChanged { try mount.disk.writeAll("f", content).get() }
                for round in 0..<4 {
                    let process = try mount.process()
                    // What each write is; how many were acknowledged.
                    let writes = (0..<2000).map { number -> (offset: Int, bytes: [UInt8]) in
                        let length = Int.random(in: 1...9000, using: &random)
                        let offset =
                            isChanged
                            ? Int.random(in: 0..<3_000_000, using: &random) : number == 0 ? content.count : -1
                        return (offset, SplitMix64.bytes(length, seed: seed &+ UInt64(round * 10_000 + number)))
                    }
                    let done = Mutex(0)
                    let file = try mount.disk.open("f", O_RDWR | O_CREAT | (isChanged ? 0 : O_APPEND)).get()
                    let ended = Semaphore()
                    PlainThread.start {
                        for write in writes {
                            let result =
                                isChanged ? file.write(write.bytes, at: Int64(write.offset)) : file.write(write.bytes)
                            guard case .success(write.bytes.count) = result else { break }
                            done.withLock { $0 += 1 }
                        }
                        ended.signal()
                    }
                    let enough = Int.random(in: 1...1000, using: &random)
                    try PlainThread.waitUntil("it writes") { done.withLock { $0 } >= enough }
                    try mount.kill(process)
                    #expect(ended.wait(seconds: 60))
                    _ = file.close()
                    let count = done.withLock { $0 }
                    try mount.mount()
                    let found = try mount.disk.readAll("f").get()
                    // All that was acknowledged, and of the next one nothing, all or some.
                    let before = content
                    for write in writes.prefix(count) { Self.apply(write, to: &content) }
                    var next = content
                    if count < writes.count { Self.apply(writes[count], to: &next) }
                    let isRight =
                        found.count >= content.count && found.count <= next.count
                        && found.indices.allSatisfy {
                            $0 < content.count && found[$0] == content[$0] || found[$0] == next[$0]
                        }
                    #expect(isRight, "seed \(seed), round \(round): \(count) writes upon \(before.count) bytes")
                    content = found
                    try Self.waitUntilStored(store, folder + "/f", content)
                }
            }
        }

        private static func apply(_ write: (offset: Int, bytes: [UInt8]), to content: inout [UInt8]) {
            // Appended where there is no place.
            let offset = write.offset < 0 ? content.count : write.offset
            content += [UInt8](repeating: 0, count: max(0, offset + write.bytes.count - content.count))
            content.replaceSubrange(offset..<offset + write.bytes.count, with: write.bytes)
        }

        @Test(
            "Whichever request of an upload is under way at kill -9, the bucket has the file in the end and no upload",
            arguments: [0, 1, 2, 3])
        func amidUpload(step: Int) async throws {
            // PUT of a small file; creation, a part and the end of a large one.
            let content = SplitMix64.bytes(step == 0 ? 5000 : 18 << 20, seed: 3)
            let isDone = [false, true]
            try await mounted { mount, proxy, store, folder in
                for isDone in isDone {
                    let name = DiskPath("f\(isDone)")
                    let isStep: @Sendable (String) -> Bool = { line in
                        switch step {
                        case 0: line.hasPrefix("PUT /pail-ready/\(folder)/f")
                        case 1: line.hasPrefix("POST ") && line.contains("?uploads")
                        case 2: line.hasPrefix("PUT ") && line.contains("partNumber=2")
                        default: line.hasPrefix("POST ") && line.contains("uploadId=")
                        }
                    }
                    try mount.mount()
                    let process = try mount.process()
                    proxy.resetCounts()
                    // Done and not answered, or not even begun: a server error has the client wait and ask again.
                    proxy.script(
                        isDone ? .delay(seconds: 120) : .answer(status: 503, code: "SlowDown"), matching: isStep,
                        times: isDone ? 1 : 1000)
                    let file = try mount.disk.open(name, O_WRONLY | O_CREAT | O_EXCL).get()
                    try file.writeFully(content).get()
                    PlainThread.start { _ = file.close() }
                    try PlainThread.waitUntil("the request") { proxy.requestLines.contains(where: isStep) }
                    if isDone, step == 0 || step == 3 {
                        try Self.waitUntilStored(store, "\(folder)/f\(isDone)", content)
                    }
                    try mount.kill(process)
                    proxy.clearScript()
                    proxy.resetCounts()
                    try mount.mount()
                    let isRight = try mount.disk.readAll(name).get() == content
                    #expect(isRight)
                    try Self.waitUntilStored(store, "\(folder)/f\(isDone)", content)
                    try mount.unmount()
                    let lines = proxy.requestLines
                    if isDone, step == 0 || step == 3 {
                        #expect(!lines.contains { $0.hasPrefix("PUT ") && $0.contains(folder + "/f") }, "\(lines)")
                    }
                    if step >= 2 { #expect(lines.contains { $0.hasPrefix("DELETE ") && $0.contains("uploadId=") }) }
                    #expect(!mount.log.contains { $0.contains("conflict") }, "\(mount.log)")
                    let uploads = try PlainThread.wait { () async throws in
                        var input = ListMultipartUploadsInput(bucket: "pail-ready")
                        input.prefix = Key(ObjectKey(folder))
                        return try await store.client.listMultipartUploads(input).uploads.count
                    }
                    // The number of one whose creation was not answered is known to nobody.
                    #expect(uploads == (isDone && step == 1 ? 1 : 0))
                }
                try mount.mount()
            }
        }

        @Test("What another client stored after kill -9 stays, and what was written is kept and told of")
        func conflict() async throws {
            try await mounted { mount, _, store, folder in
                try mount.mount()
                try mount.disk.writeAll("f", [1]).get()
                let process = try mount.process()
                let file = try mount.disk.open("f", O_RDWR).get()
                #expect(try file.write(Array("ours".utf8), at: 0).get() == 4)
                try mount.disk.chmod("f", 0o600).get()
                try mount.kill(process)
                _ = file.close()
                _ = try PlainThread.wait { () async throws in
                    try await store.put(
                        ObjectKey(folder + "/f"), MemorySource(Array("theirs".utf8)), attributes: ObjectAttributes(),
                        if: nil)
                }
                try mount.mount()
                let conflicts = { () -> [String] in
                    let files = FileManager.default.enumerator(atPath: mount.cache)?.compactMap { $0 as? String } ?? []
                    return files.filter { $0.contains("/conflicts/") }
                }
                try PlainThread.waitUntil("a conflict copy") { !conflicts().isEmpty }
                try PlainThread.waitUntil("the log tells") { mount.log.contains { $0.contains("lost update refused") } }
                let path = mount.cache + "/" + (try #require(conflicts().first))
                #expect(FileManager.default.contents(atPath: path) == Data("ours".utf8))
                try PlainThread.waitUntil("the name shows the other's") {
                    (try? mount.disk.readAll("f").get()) == Array("theirs".utf8)
                }
            }
        }
    }
}
