import FileSystem
import FileSystemTesting
import Foundation
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing
import WireFaults

@testable import pail

/// Names that are changed while the wire breaks: afterwards the mount shows what the bucket has, and nothing is missing.
@Suite(
    "Names on a wire that breaks", .serialized,
    .enabled(if: !RealServer.present.isEmpty, "neither PAIL_TEST_SEAWEEDFS nor PAIL_TEST_CEPH is set: no server"))
struct NamespaceFaultTests {
    /// A change of names, in a directory with the files `f`, `d/x`, `d/y` and the empty directory `e`.
    enum Change: String, CaseIterable, CustomTestStringConvertible {
        case renameFile, replaceFile, renameDirectory, replaceDirectory, unlink, makeDirectory, removeDirectory

        var testDescription: String { rawValue }

        func make(_ disk: Disk) -> CallResult<Void> {
            switch self {
            case .renameFile: disk.rename("f", "g")
            case .replaceFile: disk.rename("f", "d/x")
            case .renameDirectory: disk.rename("d", "n")
            case .replaceDirectory: disk.rename("d", "e")
            case .unlink: disk.unlink("d/x")
            case .makeDirectory: disk.mkdir("m")
            case .removeDirectory: disk.rmdir("e")
            }
        }

        /// What is there afterwards.
        var keys: Set<String> {
            switch self {
            case .renameFile: ["g", "d/", "d/x", "d/y", "e/"]
            case .replaceFile: ["d/", "d/x", "d/y", "e/"]
            case .renameDirectory: ["f", "n/", "n/x", "n/y", "e/"]
            case .replaceDirectory: ["f", "e/", "e/x", "e/y"]
            case .unlink: ["f", "d/", "d/y", "e/"]
            case .makeDirectory: ["f", "d/", "d/x", "d/y", "e/", "m/"]
            case .removeDirectory: ["f", "d/", "d/x", "d/y"]
            }
        }
    }

    private static let before: Set<String> = ["f", "d/", "d/x", "d/y", "e/"]

    /// What goes wrong once, and is made good by asking again.
    private static let passing: [Fault] = [
        .reset, .dropAnswer, .truncateAfter(bodyBytes: 0), .truncateAfter(bodyBytes: 30), .resetAfter(bodyBytes: 1),
        .answer(status: 503, code: "SlowDown"), .replaceAnswer(status: 500, code: "InternalError"),
        .embeddedError(code: "InternalError"),
    ]

    /// What is not asked again.
    private static let lasting: [Fault] = [
        .answer(status: 403, code: "AccessDenied"), .replaceAnswer(status: 403, code: "AccessDenied"),
    ]

    private static func all(_ faults: [Fault]) -> [(String, Fault)] {
        ["PUT", "DELETE", "POST"].flatMap { method in faults.map { (method, $0) } }
    }

    /// Runs `body` on a mount of a folder of its own, and compares what it shows with what is there.
    private func check(
        _ server: RealServer, _ change: Change, _ fault: Fault, on method: String,
        _ body: @escaping @Sendable (CallResult<Void>, Set<String>, Comment) throws -> Void
    ) async throws {
        let direct = try await server.store(port: server.port, bucket: "pail-names")
        let folder = "names-\(UUID().uuidString)/"
        for key in Self.before {
            _ = try await direct.put(
                ObjectKey(folder + key), MemorySource(key.hasSuffix("/") ? [] : Array(key.utf8)),
                attributes: ObjectAttributes(), if: nil)
        }
        let proxy = try FaultProxy(to: server.port)
        defer { proxy.stop() }
        let store = try await server.store(port: proxy.port, bucket: "pail-names")
        let what: Comment = "\(server), \(change), \(fault) on \(method)"
        try await BucketMount.with(
            store,
            configure: {
                $0.prefix = ObjectKey(folder)
                $0.metadataTTL = .zero
            },
            { mount in
                _ = try mount.disk.list("").get()
                proxy.script(fault, matching: { $0.hasPrefix(method + " ") })
                let result = change.make(mount.disk)
                proxy.clearScript()
                if case .failure = result { try Self.waitUntilHeard(mount.disk, change) }
                let keys = try PlainThread.wait { try await Self.keys(direct, folder) }
                #expect(try Self.shown(mount.disk) == keys, what)
                try body(result, keys, what)
                // Each file has its bytes, wherever it is.
                for key in keys where !key.hasSuffix("/") {
                    let bytes = try mount.disk.readAll(DiskPath(key)).get()
                    let names = ["f", "d/x", "d/y"].map { Array($0.utf8) }
                    #expect(names.contains(bytes), "\(what): \(key)")
                }
            })
        let keys = try await Self.keys(direct, folder)
        // The end of the mount has finished what it could.
        #expect(keys == Self.before || keys == change.keys || change == .renameFile || change == .replaceFile, what)
        _ = try await direct.delete(keys.map { ObjectKey(folder + $0) })
    }

    /// The kernel hears a moment later that a rename that failed has moved something.
    private static func waitUntilHeard(_ disk: Disk, _ change: Change) throws {
        guard
            change == .renameFile || change == .renameDirectory || change == .replaceFile || change == .replaceDirectory
        else { return }
        let (old, new): (DiskPath, DiskPath) =
            switch change {
            case .renameFile: ("f", "g")
            case .replaceFile: ("f", "d/x")
            case .renameDirectory: ("d", "n")
            default: ("d", "e")
            }
        try PlainThread.waitUntil("the kernel has heard") {
            guard let left = try? disk.stat(old).get(), let right = try? disk.stat(new).get() else { return true }
            return left.inode != right.inode
        }
    }

    private static func keys(_ store: S3ObjectStore, _ folder: String) async throws -> Set<String> {
        let page = try await store.list(ListRequest(prefix: ObjectKey(folder)))
        return Set(page.objects.map { String($0.key.description.dropFirst(folder.count)) }.filter { !$0.isEmpty })
    }

    /// What the mount shows, as keys.
    private static func shown(_ disk: Disk, _ directory: String = "") throws -> Set<String> {
        var keys: Set<String> = []
        for entry in try disk.list(DiskPath(directory)).get() {
            let name = directory + String(decoding: entry.name, as: UTF8.self)
            if try disk.stat(DiskPath(name)).get().kind == S_IFDIR {
                keys.insert(name + "/")
                keys.formUnion(try shown(disk, name + "/"))
            } else {
                keys.insert(name)
            }
        }
        return keys
    }

    @Test(
        "A change of names is made although a request breaks, or its answer is lost",
        arguments: RealServer.present, Change.allCases)
    func passing(server: RealServer, change: Change) async throws {
        for (method, fault) in Self.all(Self.passing) {
            // Neither DELETE nor a PUT without an answer in XML has an error that comes with 200.
            if case .embeddedError = fault, method == "DELETE" || change == .makeDirectory { continue }
            try await check(server, change, fault, on: method) { result, keys, what in
                #expect(throws: Never.self, what) { try result.get() }
                #expect(keys == change.keys, what)
            }
        }
    }

    @Test(
        "A change of names that is refused leaves what the mount shows and what the bucket has the same",
        arguments: RealServer.present, Change.allCases)
    func lasting(server: RealServer, change: Change) async throws {
        for (method, fault) in Self.all(Self.lasting) {
            try await check(server, change, fault, on: method) { result, keys, what in
                if case .success = result { #expect(keys == change.keys, what) }
            }
        }
    }
}
