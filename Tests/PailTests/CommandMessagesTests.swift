import ArgumentParser
import Foundation
import Testing

@testable import pail

private typealias ExitStatus = pail.ExitStatus

@Suite("Messages")
struct CommandMessagesTests {
    private func plan() throws -> MountPlan {
        let directory = NSTemporaryDirectory() + "/pail-plan-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let arguments = ["mount", "s3://b/p", directory, "--region", "us-east-1", "--endpoint-url", "http://h:1"]
        return try MountPlan(#require(try Pail.parseAsRoot(arguments) as? MountCommand))
    }

    fileprivate static let problems: [(MountProblem, ExitStatus, String)] = [
        (.credentialsMissing("no credentials: looked in x"), .credentials, "looked in x"),
        (.configurationBroken("no profile x"), .configuration, "no profile x"),
        (.bucketUnusable("no ARN"), .usage, "s3://b: no ARN"),
        (.isObject, .usage, "s3://b/p: that is an object"),
        (.credentialsRejected("InvalidAccessKeyId"), .credentials, "InvalidAccessKeyId"),
        (.clockSkewed("RequestTimeTooSkewed"), .clockSkew, "clock"),
        (.accessDenied("AccessDenied"), .denied, "s3:ListBucket"),
        (.bucketMissing, .missing, "s3://b: there is no such bucket at http://h:1"),
        (.wrongRegion("eu-west-1"), .wrongRegion, "--region eu-west-1"),
        (.wrongRegion(nil), .wrongRegion, "--region"),
        (.unreachable("refused"), .unreachable, "http://h:1 cannot be reached"),
        (.certificate("self-signed"), .certificate, "--ca-bundle"),
        (.handshake("reset"), .certificate, "http://"),
        (.failing("500"), .unavailable, "500"),
        (.noService("it is a web page"), .unavailable, "Check --endpoint-url"),
        (.cacheUnusable("denied"), .cannotCreate, "--cache-dir"),
        (.kernelRefuses("no device"), .system, "/dev/fuse"),
    ]

    @Test("Each problem has its status, says what is wrong and what to try", arguments: problems)
    fileprivate func problem(_ problem: MountProblem, _ status: ExitStatus, _ words: String) throws {
        let failure = try problem.failure(for: plan())
        #expect(failure.status == status)
        #expect(failure.text.contains(words), "\(failure.text)")
        #expect(failure.text.hasPrefix("pail: "))
    }

    @Test("Exit statuses are distinct and none is one that shells or signals use")
    func statuses() {
        #expect(Set(ExitStatus.allCases.map(\.rawValue)).count == ExitStatus.allCases.count)
        #expect(Set(ExitStatus.allCases.map(\.meaning)).count == ExitStatus.allCases.count)
        #expect(ExitStatus.allCases.allSatisfy { (64...125).contains($0.rawValue) })
    }

    @Test("A mount point that is missing or no directory is told apart from a good one")
    func mountPoints() throws {
        let directory = NSTemporaryDirectory() + "/pail-point-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory + "/a", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        #expect(FileManager.default.createFile(atPath: directory + "/file", contents: nil))
        try FileManager.default.createSymbolicLink(atPath: directory + "/link", withDestinationPath: "a")
        #expect(try MountPoint.checked(directory + "/link").hasSuffix("/a"))
        for path in ["/none", "/file"] {
            #expect { try MountPoint.checked(directory + path) } throws: {
                ($0 as? CommandFailure)?.status == .mountPoint
            }
        }
    }

    @Test("An unmount that somebody else was quicker with is done")
    func unmountedByOthers() throws {
        let directory = NSTemporaryDirectory() + "/pail-unmounted-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        #expect(throws: Never.self) { try KernelUnmount.now(directory) }
    }

}
