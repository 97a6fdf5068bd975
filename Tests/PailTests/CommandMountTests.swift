import Foundation
import Glibc
import Synchronization
import Testing

@testable import pail

private typealias ExitStatus = pail.ExitStatus

private let testEndpoint = ProcessInfo.processInfo.environment["PAIL_TEST_SEAWEEDFS"]

/// The program itself, run as a user runs it, against the test server: what it says and leaves with.
@Suite("Mounting by command", .serialized, .enabled(if: testEndpoint != nil))
struct CommandMountTests {
    private static let binary =
        ProcessInfo.processInfo.environment["PAIL_BINARY"]
        ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build/debug/pail").path

    private struct Ended {
        let status: Int32
        let text: String
    }

    private func run(_ arguments: [String], environment: [String: String] = [:], without: [String] = []) throws -> Ended
    {
        let process = Process()
        process.executableURL = URL(filePath: Self.binary)
        process.arguments = arguments
        var variables = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        for name in without { variables[name] = nil }
        process.environment = variables
        // A file, not a pipe: the daemon may outlive the command.
        let path = NSTemporaryDirectory() + "/pail-said-\(UUID().uuidString)"
        try #require(FileManager.default.createFile(atPath: path, contents: nil))
        defer { try? FileManager.default.removeItem(atPath: path) }
        process.standardError = try FileHandle(forWritingTo: URL(filePath: path))
        process.standardOutput = process.standardError
        try process.run()
        process.waitUntilExit()
        return Ended(status: process.terminationStatus, text: try String(contentsOfFile: path, encoding: .utf8))
    }

    /// Mounts on a new directory, hands it over, and leaves nothing mounted.
    private func mounting(
        _ bucket: String, _ options: [String] = [], environment: [String: String] = [:], without: [String] = [],
        _ body: (Ended, String) throws -> Void
    ) throws {
        let home = NSTemporaryDirectory() + "/pail-command-\(UUID().uuidString)"
        let directory = home + "/mnt"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        var words = ["mount", bucket, directory, "--cache-dir", home + "/cache", "--log-file", home + "/log"]
        if !options.contains("--endpoint-url") { words += ["--endpoint-url", try #require(testEndpoint)] }
        let ended = try run(words + options, environment: environment, without: without)
        defer { _ = try? run(["umount", "--force", directory]) }
        try body(ended, directory)
    }

    /// The start script makes this bucket to see whether the server takes data.
    private let bucket = "s3://pail-ready"

    @Test("A mounted bucket answers when the command returns, and what is written is there after umount")
    func roundTrip() throws {
        let name = "command-\(UUID().uuidString)"
        try mounting(bucket) { ended, directory in
            #expect(ended.status == 0, "\(ended.text)")
            try Data("hello".utf8).write(to: URL(filePath: directory + "/" + name))
            #expect(try run(["status", directory]).text.contains("bucket: \(bucket)"))
            #expect(try run(["mount", bucket, directory]).status == ExitStatus.busy.rawValue)
            let open = try FileHandle(forReadingFrom: URL(filePath: directory + "/" + name))
            #expect(try run(["umount", directory]).status == ExitStatus.busy.rawValue)
            try open.close()
            var unmounted = try run(["umount", directory])
            // A child that another test has forked may have the descriptor until it becomes another program.
            let deadline = ContinuousClock.now + .seconds(60)
            while unmounted.status == ExitStatus.busy.rawValue, ContinuousClock.now < deadline {
                unmounted = try run(["umount", directory])
            }
            #expect(unmounted.status == 0, "\(unmounted.text)")
            #expect(try run(["umount", directory]).status == ExitStatus.mountPoint.rawValue)
        }
        try mounting(bucket, ["-o", "ro"]) { ended, directory in
            #expect(ended.status == 0, "\(ended.text)")
            let stored = try String(contentsOfFile: directory + "/" + name, encoding: .utf8)
            #expect(stored == "hello")
            #expect(unlink(directory + "/" + name) == -1 && errno == EROFS)
        }
        try mounting(bucket) { _, directory in #expect(unlink(directory + "/" + name) == 0) }
    }

    @Test("umount --force stores what an open file has been given")
    func force() throws {
        let name = "forced-\(UUID().uuidString)"
        try mounting(bucket) { _, directory in
            let descriptor = open(directory + "/" + name, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
            #expect(write(descriptor, "dirty", 5) == 5)
            let ended = try run(["umount", "--force", directory])
            #expect(ended.status == 0, "\(ended.text)")
            close(descriptor)
        }
        try mounting(bucket) { _, directory in
            let stored = try String(contentsOfFile: directory + "/" + name, encoding: .utf8)
            #expect(stored == "dirty")
            #expect(unlink(directory + "/" + name) == 0)
        }
    }

    @Test("Credentials that may only read give a read-only mount that says so")
    func reader() throws {
        let environment = ProcessInfo.processInfo.environment
        let key = try #require(environment["PAIL_TEST_READER_ACCESS_KEY_ID"])
        let secret = try #require(environment["PAIL_TEST_READER_SECRET_ACCESS_KEY"])
        let reader = ["AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret]
        try mounting(bucket, environment: reader) { ended, directory in
            #expect(ended.status == 0)
            #expect(ended.text.contains("read-only"))
            #expect(mkdir(directory + "/x", 0o755) == -1 && errno == EROFS)
        }
    }

    @Test("What libfuse has to say is in the log")
    func libfuse() throws {
        try mounting(bucket, ["--kernel-option=no-such-option"]) { ended, directory in
            #expect(ended.status == ExitStatus.system.rawValue)
            let log = try String(contentsOfFile: directory + "/../log", encoding: .utf8)
            #expect(log.contains("no-such-option"), "\(log)")
        }
    }

    @Test("A bucket that is not there, keys that are wrong or missing, and a dead endpoint are told apart")
    func refusals() throws {
        try mounting("s3://no-such-bucket-here") { ended, directory in
            #expect(ended.status == ExitStatus.missing.rawValue)
            let cache = URL(filePath: directory).deletingLastPathComponent().appending(path: "cache").path
            let left = try FileManager.default.contentsOfDirectory(atPath: cache)
            #expect(left.isEmpty)
            #expect(ended.text.contains("no such bucket"))
        }
        for wrong in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            try mounting(bucket, environment: [wrong: "wrong"]) { ended, _ in
                #expect(ended.status == ExitStatus.credentials.rawValue)
                #expect(ended.text.contains("does not accept the credentials"))
            }
        }
        let none = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"]
        try mounting(bucket, environment: ["HOME": "/nonexistent"], without: none) { ended, _ in
            #expect(ended.status == ExitStatus.credentials.rawValue)
            #expect(ended.text.contains("AWS_ACCESS_KEY_ID"))
        }
        try mounting(bucket, ["--anonymous"]) { ended, _ in #expect(ended.status == ExitStatus.denied.rawValue) }
        try mounting(bucket, ["--profile", "no-such-profile"]) { ended, _ in
            #expect(ended.status == ExitStatus.configuration.rawValue)
        }
        // Port 1 of loopback: nothing listens there.
        try mounting(bucket, ["--endpoint-url", "http://127.0.0.1:1"]) { ended, _ in
            #expect(ended.status == ExitStatus.unreachable.rawValue)
            #expect(ended.text.contains("http://127.0.0.1:1 cannot be reached"))
        }
        let endpoint = try #require(testEndpoint)
        let secure = endpoint.replacing("http://", with: "https://")
        try mounting(bucket, ["--endpoint-url", secure]) { ended, _ in
            #expect(ended.status == ExitStatus.certificate.rawValue)
        }
        try mounting(bucket, ["--cache-dir", "/dev/null"]) { ended, _ in
            #expect(ended.status == ExitStatus.cannotCreate.rawValue)
        }
    }

    @Test(
        "Another region, a clock that is wrong and a refusal each have their status",
        arguments: [
            (301, "PermanentRedirect", "x-amz-bucket-region: eu-west-9\r\n", 79, "--region eu-west-9"),
            (403, "RequestTimeTooSkewed", "", 80, "clock"),
            (403, "AccessDenied", "", 77, "s3:ListBucket"),
            (403, "ExpiredToken", "", 67, "session token"),
            (501, "NotImplemented", "", 69, "NotImplemented"),
        ])
    func canned(_ code: Int, _ name: String, _ head: String, _ status: Int32, _ words: String) throws {
        let server = try CannedServer(status: code, head: head, body: "<Error><Code>\(name)</Code></Error>")
        defer { server.stop() }
        try mounting(bucket, ["--endpoint-url", "http://127.0.0.1:\(server.port)"]) { ended, _ in
            #expect(ended.status == status, "\(ended.text)")
            #expect(ended.text.contains(words), "\(ended.text)")
        }
    }
}

/// Answers every request the same: for what the test server never says.
private final class CannedServer: Sendable {
    let port: UInt16
    private let listener: Int32

    init(status: Int, head: String, body: String) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        listener = descriptor
        port = UInt16(bigEndian: address.sin_port)
        let answer =
            Array(
                "HTTP/1.1 \(status) Canned\r\n\(head)Content-Type: application/xml\r\nContent-Length: \(body.utf8.count)\r\n"
                    .utf8) + Array("Connection: close\r\n\r\n\(body)".utf8)
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                // None of these requests has a body: its head ends it.
                var request: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 4096)
                while !request.contains(subsequence: Array("\r\n\r\n".utf8)) {
                    let count = recv(connection, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    request += buffer[..<count]
                }
                _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
                close(connection)
            }
        }
    }

    /// Ends accept(2), and with it the thread.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }
}

extension [UInt8] {
    fileprivate func contains(subsequence: [UInt8]) -> Bool { firstRange(of: subsequence) != nil }
}
