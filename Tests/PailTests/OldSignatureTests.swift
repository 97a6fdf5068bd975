import FileSystemTesting
import Foundation
import ObjectStoreTesting
import Testing

@testable import pail

private typealias ExitStatus = pail.ExitStatus

extension ProgramTests {
    /// A server that knows Signature Version 2 only, and refuses another as real ones do.
    @Suite(.serialized) struct OldSignatureTests {
        /// Tests/Servers/version2.py in a process of its own.
        private final class Server {
            private let process: ChildProcess
            let endpoint: String

            init(refusal: String) throws {
                let portFile = NSTemporaryDirectory() + "/pail-port-\(UUID().uuidString)"
                let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                    .appending(path: "Servers/version2.py").path
                let python = ProcessInfo.processInfo.environment["PAIL_TEST_PYTHON"] ?? "python3"
                process = try ChildProcess([python, script, portFile, refusal])
                defer { try? FileManager.default.removeItem(atPath: portFile) }
                try PlainThread.waitUntil("the server listens") { FileManager.default.fileExists(atPath: portFile) }
                endpoint = "http://127.0.0.1:" + (try String(contentsOfFile: portFile, encoding: .utf8))
            }
        }

        private static let keys: [String: String?] = [
            "AWS_ACCESS_KEY_ID": "PAILTESTACCESS", "AWS_SECRET_ACCESS_KEY": "pail-test-secret",
            "AWS_REGION": "us-east-1", "AWS_SESSION_TOKEN": nil, "AWS_PROFILE": nil,
        ]

        static let refusals = [
            "400/InvalidArgument", "400/InvalidRequest", "400/AccessDenied", "403/AccessDenied",
            "403/SignatureDoesNotMatch",
        ]

        @Test("It is mounted, listed, read and written, and the log says which signature it was", arguments: refusals)
        func works(refusal: String) async throws {
            try await PlainThread.run {
                let server = try Server(refusal: refusal)
                let mount = try ProgramMount("s3://bucket", endpoint: server.endpoint, environment: Self.keys)
                try mount.mount()
                #expect(mount.log.count { $0.contains("signed by Version 2") } == 1, "\(mount.log)")
                let content = SplitMix64.bytes(20 << 20, seed: 3)
                try mount.disk.mkdir("a b+c").get()
                try mount.disk.writeAll("a b+c/large é", content).get()
                try mount.disk.writeAll("small", [1, 2, 3]).get()
                try mount.disk.rename("small", "renamed").get()
                try mount.unmount()
                try mount.mount()
                #expect(try mount.disk.list("").get().map(\.name) == ["a b+c", "renamed"].map { Array($0.utf8) })
                #expect(try mount.disk.readAll("a b+c/large é").get() == content)
                #expect(try mount.disk.readAll("renamed").get() == [1, 2, 3])
                try mount.disk.removeAll().get()
                #expect(try mount.disk.list("").get().isEmpty)
                try mount.unmount()
                // Who names Version 2 is asked for nothing twice.
                let named = try ProgramMount(
                    "s3://bucket", endpoint: server.endpoint, ["--signature-version", "s3"], environment: Self.keys)
                try named.mount()
                #expect(!named.log.contains { $0.contains("Version") }, "\(named.log)")
                try named.unmount()
            }
        }

        @Test("A wrong key and a wrong secret are told apart from a server that is broken", arguments: refusals)
        func wrongKeys(refusal: String) async throws {
            try await PlainThread.run {
                let server = try Server(refusal: refusal)
                for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
                    let keys = Self.keys.merging([name: "wrong"]) { $1 }
                    for options in [[], ["--signature-version", "s3"]] {
                        let mount = try ProgramMount(
                            "s3://bucket", endpoint: server.endpoint, options, environment: keys)
                        let ended = try mount.tryToMount()
                        #expect(ended.status == ExitStatus.credentials.rawValue, "\(name): \(ended.text)")
                    }
                }
                let missing = try ProgramMount("s3://none", endpoint: server.endpoint, environment: Self.keys)
                let ended = try missing.tryToMount()
                if refusal != "403/SignatureDoesNotMatch" {
                    #expect(ended.status == ExitStatus.missing.rawValue, "\(ended.text)")
                }
                // Who insists on Version 4 is told what the server says.
                let mount = try ProgramMount(
                    "s3://bucket", endpoint: server.endpoint, ["--signature-version", "s3v4"], environment: Self.keys)
                #expect(try mount.tryToMount().status != 0)
            }
        }
    }
}
