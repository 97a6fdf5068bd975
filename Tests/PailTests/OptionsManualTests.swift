import ArgumentParser
import Foundation
import Testing

@testable import pail

private typealias ExitStatus = pail.ExitStatus

@Suite("Manual")
struct OptionsManualTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func manual() throws -> String {
        try String(contentsOf: Self.root.appending(path: "docs/pail.1"), encoding: .utf8)
            .replacing(#"\-"#, with: "-")
    }

    /// The long names in a help text, in order.
    private func options(in text: String) -> Set<String> {
        var names: Set<String> = []
        for line in text.split(separator: "\n") {
            let trimmed = line.trimmingPrefix(while: { $0 == " " })
            guard trimmed.hasPrefix("--"), line.count - trimmed.count == 2 else { continue }
            names.insert(String(trimmed.prefix { $0 == "-" || $0.isLetter }))
        }
        return names.subtracting(["--version", "--help"])
    }

    @Test("docs/pail.1 has every option and no other, each with its default")
    func everyOption() throws {
        let text = try manual()
        let mount = MountCommand.helpMessage(columns: 400)
        let declared = options(in: mount).union(options(in: UnmountCommand.helpMessage(columns: 400)))
            .union(options(in: WarmCommand.helpMessage(columns: 400)))
        #expect(declared.count > 20)
        var documented: Set<String> = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            guard line == ".TP", let head = lines.first, head.hasPrefix(".B"),
                let start = head.firstRange(of: " --")?.lowerBound
            else { continue }
            documented.insert(String(head[head.index(after: start)...].prefix { $0 == "-" || $0.isLetter }))
        }
        #expect(documented == declared)
        for line in mount.split(separator: "\n") {
            guard let range = line.firstRange(of: "default: ") else { continue }
            let value = line[range.upperBound...].prefix { $0 != ")" }
            let name = line.trimmingPrefix(while: { $0 == " " }).prefix { $0 == "-" || $0.isLetter }
            let section = try #require(
                text.components(separatedBy: ".TP\n").first { $0.contains("\(name)\\ ") }, "\(name)")
            #expect(section.contains("Default: \(value)."), "\(name)")
        }
    }

    @Test("docs/pail.1 has every exit status with its meaning, and the version")
    func everyStatus() throws {
        let text = try manual()
        for status in ExitStatus.allCases {
            #expect(text.contains(".TP\n.B \(status.rawValue)\n\(status.meaning)\n"), "\(status)")
        }
        #expect(text.contains("pail \(Pail.version)"))
        let changes = try String(contentsOf: Self.root.appending(path: "CHANGELOG.md"), encoding: .utf8)
        #expect(changes.contains("## \(Pail.version)"))
    }
}
