import FileSystemTesting
import Foundation
import Glibc
import Testing

@testable import pail

private typealias ExitStatus = pail.ExitStatus

/// Whose signature makes a server trusted, where the system's folder of authorities would vouch for it.
///
/// The folder is one of the test's own, laid over the system's for the program alone.
@Suite("Certificate authorities", .enabled(if: Namespace.isAvailable))
final class AuthoritiesTests {
    private let folder: String
    private let server: ChildProcess
    private let port: UInt16

    init() throws {
        let folder = NSTemporaryDirectory() + "/pail-authorities-\(UUID().uuidString)"
        for name in ["/system", "/mnt"] {
            try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
        }
        let request = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        ]
        func make(_ name: String, _ words: [String]) throws {
            let made = try ChildProcess(
                request + ["-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).pem", "-subj", "/CN=\(name)"]
                    + words
            ).wait()
            try #require(made.status == 0, "\(made.text)")
        }
        try make("known", [])
        try make("other", [])
        try make(
            "server",
            [
                "-CA", "\(folder)/known.pem", "-CAkey", "\(folder)/known.key", "-addext", "subjectAltName=IP:127.0.0.1",
                "-addext", "basicConstraints=critical,CA:FALSE",
            ])
        // As update-ca-certificates(8) leaves it, but for its one file, the system's bundle.
        let system = folder + "/system"
        try FileManager.default.copyItem(atPath: folder + "/known.pem", toPath: system + "/known.pem")
        let hashed = try ChildProcess(["openssl", "rehash", system]).wait()
        try #require(hashed.status == 0, "\(hashed.text)")
        let python = ProcessInfo.processInfo.environment["PAIL_TEST_PYTHON"] ?? "python3"
        let server = try ChildProcess([python, "-c", Self.script, folder])
        var port: UInt16?
        try PlainThread.waitUntil("the server of the test listens") {
            let said = server.said
            if said.hasSuffix("\n") { port = UInt16(said.dropLast()) }
            return port != nil
        }
        self.folder = folder
        self.server = server
        self.port = try #require(port)
    }

    deinit {
        kill(server.number, SIGKILL)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Knows no request.
    ///
    /// After each the system has a bundle in which the server's authority is not.
    private static let script = """
        import http.server, shutil, ssl, sys

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *words): pass
            def do_GET(self):
                bundle = f"{sys.argv[1]}/system/ca-certificates.crt"
                shutil.copy(f"{sys.argv[1]}/other.pem", bundle)
                self.send_error(501)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            def handle_error(self, request, address): pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{sys.argv[1]}/server.pem", f"{sys.argv[1]}/server.key")
        server = Server(("127.0.0.1", 0), Handler)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """

    /// `pail mount`, which ends with what the server is found to be.
    private func mount(_ options: [String], environment: [String: String?] = [:]) throws -> PailProgram.Ended {
        let variables: [String: String?] = [
            "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "s", "AWS_CA_BUNDLE": nil, "REQUESTS_CA_BUNDLE": nil,
            "AWS_MAX_ATTEMPTS": "1",
        ]
        return try Namespace.run(
            [
                PailProgram.binary, "mount", "s3://b", folder + "/mnt", "--cache-dir", folder + "/cache",
                "--log-file", folder + "/log", "--endpoint-url", "https://127.0.0.1:\(port)",
            ] + options, laying: folder + "/system", over: "/etc/ssl/certs",
            environment: variables.merging(environment) { $1 })
    }

    /// The bundle of a system that trusts the server, for one request.
    private func putKnownBundle() throws {
        try FileManager.default.copyItem(atPath: folder + "/known.pem", toPath: folder + "/system/ca-certificates.crt")
    }

    @Test("A bundle of the user's stands instead of the system's authorities, those of its folder too")
    func bundleReplacesTheSystems() throws {
        // Trusted, and found to be no server of S3; then the system's bundle is another, and its folder counts no longer.
        try putKnownBundle()
        let trusted = try mount([])
        #expect(trusted.status == ExitStatus.unavailable.rawValue, "\(trusted.text)")
        #expect(try mount([]).status == ExitStatus.certificate.rawValue)
        let named = try mount(["--ca-bundle", folder + "/known.pem"])
        #expect(named.status == ExitStatus.unavailable.rawValue, "\(named.text)")
        let other = folder + "/other.pem"
        for refused in try [mount(["--ca-bundle", other]), mount([], environment: ["AWS_CA_BUNDLE": other])] {
            #expect(refused.status == ExitStatus.certificate.rawValue, "\(refused.text)")
            #expect(refused.text.contains("issuer certificate"), "\(refused.text)")
        }
    }

    @Test("The system's bundle is read for the first connection, and not again for the next")
    func bundleIsReadOnce() throws {
        try putKnownBundle()
        // Two requests, one after the other, each by a connection of its own: the second finds another bundle.
        let trusted = try mount(["--read-only"])
        #expect(trusted.status == ExitStatus.unavailable.rawValue, "\(trusted.text)")
        let refused = try mount(["--read-only"])
        #expect(refused.status == ExitStatus.certificate.rawValue, "\(refused.text)")
    }
}

/// mount_namespaces(7): a view of the system's files for one program.
private enum Namespace {
    /// Whether this machine lets us have one.
    static let isAvailable =
        (try? run(["true"], laying: NSTemporaryDirectory(), over: "/etc/ssl/certs").status) == 0

    /// Runs a program that sees one directory in place of another.
    static func run(
        _ words: [String], laying directory: String, over place: String, environment: [String: String?] = [:]
    ) throws -> ChildProcess.Ended {
        let script = #"mount --bind "$0" "$1" && shift && exec "$@""#
        let view = ["unshare", getuid() == 0 ? "-m" : "-Urm", "sh", "-c", script, directory, place]
        return try ChildProcess(view + words, environment: environment).wait()
    }
}
