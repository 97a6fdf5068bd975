import Foundation
import Glibc
import Logging
import Testing

@testable import pail

@Suite("Daemon")
struct DaemonPartsTests {
    private func directory() throws -> String {
        let path = "/tmp/pail-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test("systemd hears that the mount is ready")
    func notification() throws {
        let place = try directory()
        defer { try? FileManager.default.removeItem(atPath: place) }
        for name in [place + "/notify", "@pail-test-\(getpid())"] {
            let listener = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            defer { close(listener) }
            #expect(UnixSocketAddress.with(name) { bind(listener, $0, $1) } == 0)
            #expect(ServiceNotification.send("READY=1\nSTATUS=here", socket: name))
            var buffer = [UInt8](repeating: 0, count: 100)
            let count = recv(listener, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            #expect(String(decoding: buffer[..<max(0, count)], as: UTF8.self) == "READY=1\nSTATUS=here")
        }
    }

    @Test("Outside of systemd nothing is sent")
    func noNotification() {
        #expect(!ServiceNotification.send("READY=1", socket: nil))
        #expect(!ServiceNotification.send("READY=1", socket: "/no/such/socket"))
        #expect(!ServiceNotification.send("READY=1", socket: "/" + String(repeating: "x", count: 200)))
    }

    @Test("An event is one line, whatever a key holds, and a file that was moved is opened anew")
    func log() throws {
        let place = try directory()
        defer { try? FileManager.default.removeItem(atPath: place) }
        let destination = try LogDestination.file(place + "/log")
        var log = Logger(label: "pail") { DaemonLog(label: $0, destination: destination, level: .info) }
        log[metadataKey: "key"] = "a\nb \u{1b}[2J"
        log.debug("not this")
        log.warning("odd key", metadata: ["size": "5"])
        try FileManager.default.moveItem(atPath: place + "/log", toPath: place + "/old")
        destination.reopen()
        log.error("after")
        let old = try String(contentsOfFile: place + "/old", encoding: .utf8)
        #expect(old.split(separator: "\n").count == 1)
        #expect(old.hasSuffix(#"Z warning pail: odd key key="a\x0ab \x1b[2J" size=5"# + "\n"), "\(old)")
        #expect(try String(contentsOfFile: place + "/log", encoding: .utf8).contains("error pail: after"))
    }

    @Test("A log file that cannot be made has its exit status")
    func badLog() {
        #expect { try LogDestination.file("/no/such/directory/log") } throws: {
            ($0 as? CommandFailure)?.status == .cannotCreate
        }
    }

    @Test("A thread that may wait gets what a task makes, however late")
    func blocking() {
        #expect(BlockingTask.run { 7 } == 7)
        let text = BlockingTask.run { () async -> String in
            await Task.yield()
            return "late"
        }
        #expect(text == "late")
    }
}
