import Foundation
import Synchronization

@testable import S3

/// Servers that speak TLS on loopback, and an HTTPS proxy in front of them, with certificates of their own.
///
/// The certificates are made by openssl(1) in a folder of the test's own, which goes with this object.
final class TLSWorld: Sendable {
    let folder: TransferFolder
    /// Where the servers listen: `named` has a certificate for 127.0.0.1, `misnamed` one for another host, `mutual`
    /// wants to see the client's, and `proxy` tunnels.
    let ports: [String: Int]
    private let process: Process
    /// Closing it ends the servers.
    private let input: Pipe

    init() async throws {
        folder = try TransferFolder()
        try await Self.makeCertificates(in: folder.path)
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let python = ProcessInfo.processInfo.environment["PAIL_TEST_PYTHON"] ?? "python3"
        process.arguments = [python, "-c", Self.script, folder.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.process = process
        self.input = input
        // The one line that says where they listen; the end of the output if they do not.
        let line = try await BlockingThreads.shared.run("test") { () -> [UInt8] in
            var line: [UInt8] = []
            while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
            return line
        }
        ports = JSONValue(line)?.object?.compactMapValues { $0.integer.map { Int($0) } } ?? [:]
        guard ports.count == 4 else { throw FileError(folder.path, "the servers of the test", 0) }
    }

    deinit { try? input.fileHandleForWriting.close() }

    func file(_ name: String) -> String { "\(folder.path)/\(name)" }
    func url(_ server: String) -> String { "https://127.0.0.1:\(ports[server] ?? 0)" }

    /// Two authorities, and a certificate for each server, for the proxy and for the client.
    private static func makeCertificates(in folder: String) async throws {
        func openssl(_ words: [String]) async throws {
            let made = try await ChildProcess.run(
                [
                    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2",
                ]
                    + words, environment: ProcessInfo.processInfo.environment, timeout: 60)
            guard made.status == 0 else {
                throw FileError(String(decoding: made.standardError, as: UTF8.self), "openssl", 0)
            }
        }
        for authority in ["ca", "proxy-ca"] {
            try await openssl([
                "-keyout", "\(folder)/\(authority).key", "-out", "\(folder)/\(authority).pem", "-subj",
                "/CN=\(authority)",
            ])
        }
        for (name, authority, names) in [
            ("named", "ca", "IP:127.0.0.1"), ("misnamed", "ca", "DNS:elsewhere.example"),
            ("client", "ca", "DNS:client.example"), ("stranger", "proxy-ca", "DNS:client.example"),
            ("proxy", "proxy-ca", "IP:127.0.0.1"),
        ] {
            try await openssl([
                "-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).pem", "-subj", "/CN=\(name)",
                "-CA", "\(folder)/\(authority).pem", "-CAkey", "\(folder)/\(authority).key", "-addext",
                "subjectAltName=\(names)", "-addext", "basicConstraints=critical,CA:FALSE",
            ])
        }
    }

    /// Answers every request, and says who the client is and how many tunnels there were.
    private static let script = """
        import http.server, json, os, select, socket, ssl, sys, threading
        folder = sys.argv[1]
        tunnels = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *words): pass
            def answer(self):
                peer = dict(pair[0] for pair in (self.connection.getpeercert() or {}).get("subject", ()))
                body = json.dumps({"AccessKeyId": "TLS", "SecretAccessKey": "s", "Token": "t",
                                   "Expiration": "2099-01-01T00:00:00Z"}).encode()
                self.send_response(200)
                self.send_header("etag", '"e"')
                self.send_header("x-amz-meta-client", peer.get("commonName", "nobody"))
                self.send_header("x-amz-meta-tunnels", str(len(tunnels)))
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD": self.wfile.write(body)
            do_GET = do_HEAD = answer

        class Proxy(http.server.BaseHTTPRequestHandler):
            def log_message(self, *words): pass
            def do_CONNECT(self):
                host, port = self.path.rsplit(":", 1)
                tunnels.append(self.path)
                target = socket.create_connection((host, int(port)))
                self.wfile.write(b"HTTP/1.1 200 OK\\r\\n\\r\\n")
                ends = {self.connection: target, target: self.connection}
                while True:
                    ready = list(ends) if self.connection.pending() else select.select(list(ends), [], [])[0]
                    for one in ready:
                        if one is self.connection or one in select.select([one], [], [], 0)[0]:
                            piece = one.recv(65536)
                            if not piece:
                                target.close()
                                self.close_connection = True
                                return
                            ends[one].sendall(piece)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            def handle_error(self, request, address): pass
            def finish_request(self, request, address):
                try:
                    request.do_handshake()
                except ssl.SSLError:
                    # The client goes first, so that it gets to read why.
                    while os.read(request.fileno(), 65536): pass
                else:
                    super().finish_request(request, address)

        ports = {}
        for name, certificate, kind in [("named", "named", Handler), ("misnamed", "misnamed", Handler),
                                        ("mutual", "named", Handler), ("proxy", "proxy", Proxy)]:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(f"{folder}/{certificate}.pem", f"{folder}/{certificate}.key")
            if name == "mutual":
                context.verify_mode = ssl.CERT_REQUIRED
                context.load_verify_locations(f"{folder}/ca.pem")
            server = Server(("127.0.0.1", 0), kind)
            # The handshake is the business of the connection's own thread.
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            ports[name] = server.server_address[1]
            threading.Thread(target=server.serve_forever, daemon=True).start()
        print(json.dumps(ports), flush=True)
        sys.stdin.read()
        """
}
