import ArgumentParser
import Foundation
import S3
import Testing

@testable import pail

private typealias ExitStatus = pail.ExitStatus

@Suite("Options")
struct OptionsTests {
    private func parse(_ words: String...) throws -> MountCommand {
        let invocation = try Invocation(["pail"] + words)
        return try #require(try Pail.parseAsRoot(invocation.arguments) as? MountCommand)
    }

    @Test("An option means the same on the command line and in -o, with hyphens or underscores")
    func sameMeaning() throws {
        for list in ["file-mode=0600,read-only,cache-size=5G", "file_mode=0600,ro,cache_size=5G"] {
            let command = try parse("mount", "s3://b", "/mnt", "-o", list)
            #expect(command.fileMode.bits == 0o600)
            #expect(command.readOnly)
            #expect(command.cacheSize.bytes == 5 << 30)
        }
        let long = try parse("mount", "--file-mode", "0600", "--read-only", "--cache-size=5G", "s3://b", "/mnt")
        #expect(long.fileMode.bits == 0o600)
        #expect(long.readOnly)
        #expect(long.cacheSize.bytes == 5 << 30)
    }

    @Test(
        "mount(8), umount(8) and mount.fuse are understood",
        arguments: [
            (["/sbin/mount.fuse.pail", "b", "/mnt", "-sn", "-o", "rw,uid=7"], ["mount", "b", "/mnt", "--uid=7"]),
            (["mount.pail", "b", "/mnt", "-v", "-t", "fuse.pail"], ["mount", "b", "/mnt"]),
            (["pail", "s3://b", "/mnt"], ["mount", "s3://b", "/mnt"]),
            (["pail", "b", "/mnt", "-orw,_netdev"], ["mount", "b", "/mnt"]),
            (["umount.fuse.pail", "/mnt", "-n"], ["umount", "/mnt"]),
            (["umount.fuse.pail", "/mnt", "-l"], ["umount", "--force", "/mnt"]),
            (["pail", "umount", "/mnt"], ["umount", "/mnt"]),
            (["pail", "--version"], ["--version"]),
        ]
    )
    func callers(_ called: [String], _ understood: [String]) throws {
        #expect(try Invocation(called).arguments == understood)
    }

    @Test("mount -f does everything but mount")
    func fake() throws {
        #expect(try Invocation(["mount.fuse.pail", "b", "/mnt", "-f"]).isFake)
        #expect(try !Invocation(["mount.fuse.pail", "b", "/mnt"]).isFake)
    }

    @Test("Every option that only mount(8) reads is taken, and what the kernel keeps is kept")
    func genericOptions() throws {
        let list = (OptionExpansion.ignored.sorted() + OptionExpansion.kernel.sorted() + ["x-systemd.automount"])
            .joined(separator: ",")
        let command = try parse("mount", "b", "/mnt", "-o", list)
        #expect(command.kernelOptions == OptionExpansion.kernel.sorted())
        #expect(!command.readOnly)
    }

    @Test("A comma in a value is escaped, and what follows -- is no option")
    func escapes() throws {
        #expect(try OptionExpansion.items(of: #"cache-dir=/a\,b,ro"#) == ["--cache-dir=/a,b", "--read-only"])
        #expect(try OptionExpansion.expand(["--", "-o"]) == ["--", "-o"])
    }

    @Test("A bad -o is a usage error", arguments: ["-o", "-o=", "-o help", "-o foreground", "-o kernel-option=dev"])
    func badLists(_ line: String) {
        #expect(throws: CommandFailure.self) {
            try Invocation(["mount.pail", "b", "/m"] + line.split(separator: " ").map(String.init))
        }
    }

    @Test(
        "A misspelt option, value or mode leaves with 64",
        arguments: [
            ["--regoin", "x"], ["--file-mode", "0999"], ["--metadata-ttl", "soon"], ["--memory-limit", "1K"],
            ["--anonymous", "--profile", "p"], ["--endpoint-url", "host:80"], ["-o", "addressing=dns"],
            ["--uid", "no-such-user"], ["--cache-dir", ""], ["--log-file="], ["-o", "profile="],
        ])
    func usage(_ words: [String]) throws {
        let arguments = try Invocation(["pail", "mount", "b", "/mnt"] + words).arguments
        do {
            _ = try Pail.parseAsRoot(arguments)
            Issue.record("\(words) was taken")
        } catch {
            #expect(Pail.exitCode(for: error).rawValue == ExitStatus.usage.rawValue)
        }
    }

    @Test(
        "A value that an option cannot have is refused with one that it can have",
        arguments: [
            ("--cache-size", "10X", "10G"), ("--cache-free", "-", "10G"), ("--memory-limit", "much", "512M"),
            ("--metadata-ttl", "5x", "5m"), ("--umask", "9", "022"), ("--file-mode", "rw", "0640"),
            ("--dir-mode", "77777", "0750"), ("--uid", "no-such-user", "a number"),
            ("--gid", "no-such-group", "a number"),
            ("--names", "hidden", "escape"), ("--passthrough", "on", "off"), ("--log-level", "loud", "warning"),
        ])
    func remedies(_ option: String, _ value: String, _ example: String) throws {
        let arguments = try Invocation(["pail", "mount", "b", "/mnt", "\(option)=\(value)"]).arguments
        let error = #expect(throws: (any Error).self) { try Pail.parseAsRoot(arguments) }
        let text = Pail.fullMessage(for: try #require(error))
        #expect(text.contains("'\(value)'") && text.contains(option) && text.contains(example), "\(text)")
    }

    @Test(
        "Sizes are binary",
        arguments: [
            ("512M", 512 << 20), ("1.5G", 1536 << 20), ("4096", 4096), ("10GiB", 10 << 30), ("2k", 2048),
            ("1TB", 1 << 40),
            ("0", 0),
        ] as [(String, Int64)])
    func sizes(_ text: String, _ bytes: Int64) {
        #expect(ByteCount(argument: text)?.bytes == bytes)
    }

    @Test("What is no size, time or mode is refused")
    func refused() {
        for text in ["", "M", "-1", "1X", "1..2", "inf", "nan", "0x10", "99999999999T", " 1"] {
            #expect(ByteCount(argument: text) == nil, "\(text)")
        }
        for text in ["", "s", "-1s", "1w", "1.2.3s"] { #expect(TimeSpan(argument: text) == nil, "\(text)") }
        for text in ["", "8", "0o644", "77777", "-1"] { #expect(PermissionBits(argument: text) == nil, "\(text)") }
    }

    @Test(
        "Times have units",
        arguments: [
            ("60s", 60_000), ("500ms", 500), ("5m", 300_000), ("1h", 3_600_000), ("2", 2000), ("0.5s", 500), ("0", 0),
        ] as [(String, Int64)])
    func times(_ text: String, _ milliseconds: Int64) {
        #expect(TimeSpan(argument: text)?.milliseconds == milliseconds)
    }

    @Test("A value prints as it is written")
    func descriptions() {
        #expect(ByteCount(bytes: 512 << 20).description == "512M")
        #expect(ByteCount(bytes: 1000).description == "1000")
        #expect(TimeSpan(milliseconds: 60_000).description == "60s")
        #expect(PermissionBits(bits: 0o22).description == "0022")
    }

    @Test(
        "A bucket is named with or without s3://, and a prefix ends in a slash",
        arguments: [
            ("s3://b", "b", "", "s3://b"), ("b/", "b", "", "s3://b"), ("s3://b/p/q", "b", "p/q/", "s3://b/p/q"),
            ("b/p/", "b", "p/", "s3://b/p"),
        ])
    func buckets(_ text: String, _ bucket: String, _ prefix: String, _ shown: String) throws {
        let reference = try BucketReference(text)
        #expect(reference.bucket == bucket)
        #expect(reference.prefix == prefix)
        #expect(reference.description == shown)
    }

    @Test(
        "What names no bucket is a usage error", arguments: ["", "s3://", "/b", "gs://b", "b c", "s3:///p", "\u{e9}"])
    func noBucket(_ text: String) {
        #expect { try BucketReference(text) } throws: { ($0 as? CommandFailure)?.status == .usage }
    }

    @Test("The cache is in the user's cache directory, root's in /var/cache")
    func cacheDirectory() {
        #expect(MountPlan.defaultCacheDirectory(user: 0) { _ in "/x" } == "/var/cache/pail")
        #expect(MountPlan.defaultCacheDirectory(user: 1) { ["XDG_CACHE_HOME": "/c", "HOME": "/h"][$0] } == "/c/pail")
        #expect(MountPlan.defaultCacheDirectory(user: 1) { ["HOME": "/h"][$0] } == "/h/.cache/pail")
        #expect(MountPlan.defaultCacheDirectory(user: 4_000_000) { _ in nil } == "/var/tmp/pail-4000000")
    }
}
