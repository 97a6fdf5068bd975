import FileSystemTesting
import Foundation
import Glibc
import ObjectStore
import ObjectStoreTesting
import Testing
import WireFaults

@testable import pail

extension ProgramTests {
    /// Renames of a directory in the midst of which the daemon is killed.
    @Suite(
        .serialized,
        .enabled(if: !RealServer.present.isEmpty, "neither PAIL_TEST_SEAWEEDFS nor PAIL_TEST_CEPH is set: no server"))
    struct KilledRenameTests {
        /// A server, and whether the directories have markers there.
        struct Place: Sendable, CustomTestStringConvertible {
            let server: RealServer
            let hasMarkers: Bool

            static var all: [Place] {
                RealServer.present.flatMap { server in
                    [true, false].map { Place(server: server, hasMarkers: $0) }
                }
            }

            var testDescription: String { "\(server.testDescription), \(hasMarkers ? "markers" : "no markers")" }
        }

        /// At which request the daemon is killed, and what becomes of that.
        enum Moment: String, CaseIterable, CustomTestStringConvertible {
            case firstCopy, inTheMidst, lastCopies, deletesRefused, deletesAnswered

            var testDescription: String { rawValue }

            func isMeant(_ line: String) -> Bool {
                switch self {
                case .firstCopy: line.hasPrefix("PUT ") && line.contains("/new/sub/f1 ")
                case .inTheMidst: line.hasPrefix("PUT ") && line.contains("/new/f20 ")
                case .lastCopies: line.hasPrefix("PUT ") && line.contains("/new/f39 ")
                case .deletesRefused, .deletesAnswered: line.hasPrefix("POST ") && line.contains("?delete")
                }
            }

            /// What happens to the request until the daemon is dead.
            var fault: Fault {
                self == .deletesRefused ? .answer(status: 503, code: "SlowDown") : .delay(seconds: 600)
            }
        }

        /// The bytes of the files, by what comes after the directory.
        private static let tree: [String: [UInt8]] = Dictionary(
            uniqueKeysWithValues: (0..<40).map { number in
                let name = number < 10 ? "sub/f\(number)" : number < 13 ? "sub/deep er/f\(number)" : "f\(number)"
                return (name, SplitMix64.bytes(number * 777, seed: UInt64(number) + 1))
            } + ["", "sub/", "sub/deep er/", "empty/"].map { ($0, []) })

        @Test(
            "A rename in the midst of which the daemon is killed is finished or undone by the next mount",
            arguments: Moment.allCases, Place.all)
        func killed(moment: Moment, place: Place) async throws {
            let (server, hasMarkers) = (place.server, place.hasMarkers)
            let folder = "killed-rename-\(UUID().uuidString)"
            let store = try await server.store(port: server.port, bucket: "pail-ready")
            for (name, bytes) in Self.tree where hasMarkers || !name.hasSuffix("/") && !name.isEmpty {
                _ = try await store.put(
                    ObjectKey("\(folder)/old/\(name)"), MemorySource(bytes), attributes: ObjectAttributes(), if: nil)
            }
            let isNew = try await PlainThread.run {
                let proxy = try FaultProxy(to: server.port)
                defer { proxy.stop() }
                let mount = try ProgramMount(
                    "s3://pail-ready/\(folder)", endpoint: "http://127.0.0.1:\(proxy.port)")
                try mount.mount()
                proxy.script(moment.fault, matching: moment.isMeant, times: .max)
                let ended = Semaphore()
                let disk = mount.disk
                PlainThread.start {
                    #expect(throws: CallError(ECONNABORTED)) { try disk.rename("old", "new").get() }
                    ended.signal()
                }
                try PlainThread.waitUntil("the request") { proxy.requestLines.contains(where: moment.isMeant) }
                try mount.kill()
                #expect(ended.wait(seconds: 60))
                proxy.clearScript()
                try mount.mount()
                let isNew = (try? mount.disk.stat("new").get()) != nil
                #expect(throws: CallError(ENOENT)) { try mount.disk.stat(isNew ? "old" : "new").get() }
                for (name, bytes) in Self.tree where !name.isEmpty && !name.hasSuffix("/") {
                    let read = try mount.disk.readAll(DiskPath((isNew ? "new/" : "old/") + name)).get()
                    #expect(read == bytes, "\(name)")
                }
                let word = isNew ? "finished" : "undone"
                #expect(mount.log.contains { $0.contains("interrupted is \(word)") }, "\(mount.log)")
                // Nothing is left to be done.
                try mount.kill()
                let lines = mount.log.count { $0.contains("interrupted") }
                try mount.mount()
                #expect(mount.log.count { $0.contains("interrupted") } == lines)
                try mount.unmount()
                return isNew
            }
            #expect(isNew == (moment == .deletesRefused || moment == .deletesAnswered))
            let keys = try await Self.keys(store, folder)
            let wanted = Self.tree.keys.filter { hasMarkers || !$0.isEmpty && !$0.hasSuffix("/") }
            #expect(Set(keys) == Set(wanted.map { ObjectKey("\(folder)/\(isNew ? "new" : "old")/\($0)") }))
            _ = try await store.delete(keys.sorted(by: >))
        }

        private static func keys(_ store: S3ObjectStore, _ folder: String) async throws -> [ObjectKey] {
            var keys: [ObjectKey] = []
            var request = ListRequest(prefix: ObjectKey(folder + "/"))
            repeat {
                let page = try await store.list(request)
                keys += page.objects.map(\.key)
                request.continuation = page.next
            } while request.continuation != nil
            return keys.filter { $0 != ObjectKey(folder + "/") }
        }
    }
}
