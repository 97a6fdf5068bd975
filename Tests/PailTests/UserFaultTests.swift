import FileSystemTesting
import Foundation
import ObjectStore
import ObjectStoreTesting
import Testing

@testable import pail

private typealias ExitStatus = pail.ExitStatus

extension ProgramTests {
    /// What the program says to whom has mistyped something.
    @Suite(.serialized) struct UserFaultTests {
        private static let faults: [(arguments: [String], words: String)] = [
            (["mount", "b", "DIR", "--region", "x y"], "--region: 'x y' is not the name of a region"),
            (["mount", "b", "DIR", "--region", ""], "--region: '' is not the name of a region"),
            (["mount", "b", "DIR", "--endpoint-url", "http://h:99999"], "'99999' is not a port"),
            (["mount", "b", "DIR", "--endpoint-url", "http://"], "--endpoint-url: "),
            (["mount", "b", "DIR", "--endpoint-url", "http://user:pa55@h"], "it has a user name in it"),
            (["mount", "..", "DIR"], "there is no bucket's name in it"),
            (["mount", "arn:aws:s3:::photos", "DIR"], "Write s3://photos."),
            (["mount", "arn:aws:s3:eu-west-1:1:nothing", "DIR"], "is not the ARN of an access point"),
            (["mount", "b", "DIR", "-o", "ro,cache-size"], "-o cache-size: it needs a value"),
            (["mount", "b", "DIR", "-o", "cache_size"], "-o cache_size: it needs a value"),
            (["mount", "b", "DIR", "--cache-size", "-1"], "The value '-1' is invalid for '--cache-size <size>'"),
            (["mount", "b", "DIR", "--uid", "-1"], "The value '-1' is invalid for '--uid <user>'"),
            (["munt", "x"], "munt: there is no such command"),
            (["munt", "x"], "mount, umount, status, warm"),
        ]

        /// Runs the program with a directory for `DIR` and a cache of its own.
        private func run(
            _ arguments: [String], _ environment: [String: String?] = [:]
        ) throws -> PailProgram.Ended {
            let home = try TemporaryDirectory()
            try Disk(home.path).mkdir("mnt").get()
            let words = arguments.map { $0 == "DIR" ? home.path + "/mnt" : $0 }
            let cache = arguments.first == "mount" ? ["--cache-dir", home.path + "/cache"] : []
            let keys: [String: String?] = ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"]
            return try PailProgram.run(words + cache, environment: keys.merging(environment) { $1 })
        }

        @Test("A mistake on the command line leaves with 64 and is named, and no secret is", arguments: faults)
        func mistakes(_ arguments: [String], _ words: String) throws {
            let ended = try run(arguments)
            #expect(ended.status == ExitStatus.usage.rawValue, "\(ended.text)")
            #expect(ended.text.contains(words), "\(ended.text)")
            #expect(!ended.text.contains("Check ~/.aws"), "\(ended.text)")
            #expect(!ended.text.contains("pa55"), "\(ended.text)")
        }

        @Test("An endpoint's password in the environment is not told either")
        func secret() throws {
            let ended = try run(["mount", "b", "DIR"], ["AWS_ENDPOINT_URL": "http://user:pa55@h"])
            #expect(ended.status == ExitStatus.configuration.rawValue)
            #expect(ended.text.contains("'...@h'") && !ended.text.contains("pa55"), "\(ended.text)")
        }

        @Test("Each option is known for one that takes a value or none")
        func values() {
            for flag in ["read-only", "anonymous", "allow-other", "posix", "foreground"] {
                #expect(MountCommand.takesValue(flag) == false)
            }
            for option in ["endpoint-url", "ca-bundle", "metadata-ttl", "uid", "log-file"] {
                #expect(MountCommand.takesValue(option) == true)
            }
            #expect(MountCommand.takesValue("none") == nil)
        }

        @Test(
            "An object is not mounted for a prefix; a prefix below which nothing is yet is",
            .requiresEndpoint("PAIL_TEST_SEAWEEDFS"))
        func object() async throws {
            let server = RealServer.seaweedfs
            let folder = "fault-\(UUID().uuidString)"
            let store = try await server.store(port: server.port, bucket: "pail-ready")
            let key = ObjectKey("\(folder)/file")
            _ = try await store.put(key, MemorySource([1]), attributes: ObjectAttributes(), if: nil)
            try await PlainThread.run {
                let endpoint = "http://127.0.0.1:\(server.port)"
                let ended = try ProgramMount("s3://pail-ready/\(folder)/file", endpoint: endpoint).tryToMount()
                #expect(ended.status == ExitStatus.usage.rawValue, "\(ended.text)")
                #expect(ended.text.contains("that is an object"), "\(ended.text)")
                let empty = try ProgramMount("s3://pail-ready/\(folder)/none", endpoint: endpoint)
                try empty.mount()
                try empty.unmount()
            }
            try await store.delete(key, ifMatches: nil)
        }
    }
}
