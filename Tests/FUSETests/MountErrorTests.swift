import Foundation
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import FUSE

@Suite("Why a mount fails is said")
struct MountErrorTests {
    private func error(
        _ mountPoint: String, allowOther: Bool = false, _ change: (inout MountPreflight) -> Void = { _ in }
    ) -> MountError? {
        var preflight = MountPreflight()
        preflight.devicePath = "/dev/null"
        preflight.isRoot = true
        change(&preflight)
        var options = MountOptions(source: "s3://bucket")
        options.allowOther = allowOther
        do throws(MountError) {
            _ = try preflight.check(mountPoint, options)
            return nil
        } catch {
            return error
        }
    }

    @Test("the mount point is missing or no directory")
    func mountPoint() throws {
        let path = try makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(error(path) == nil)
        #expect(error(path + "/none") == .mountPointMissing(path + "/none"))
        try Data().write(to: URL(fileURLWithPath: path + "/file"))
        #expect(error(path + "/file") == .mountPointNotDirectory(path + "/file"))
        #expect(error(path + "/file/x") == .mountPointNotDirectory(path + "/file/x"))
        #expect("\(MountError.mountPointMissing("/x"))" == "mount point /x does not exist")
    }

    @Test("the device is missing or closed to us")
    func device() throws {
        let missing = try #require(error("/", { $0.devicePath = "/dev/none" }))
        #expect(missing == .noDevice(path: "/dev/none", .noSuchFileOrDirectory))
        #expect("\(missing)".contains("modprobe fuse"))
        let denied = MountError.noDevice(path: "/dev/fuse", .permissionDenied)
        #expect("\(denied)" == "/dev/fuse cannot be opened: \(Errno.permissionDenied)")
    }

    @Test("without root fusermount3 must be there, and allow_other be permitted")
    func unprivileged() throws {
        #expect(error("/", { ($0.isRoot, $0.helperPath) = (false, nil) }) == .helperMissing)
        let path = try makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = path + "/fuse.conf"
        for (text, isPermitted) in [
            ("", false), ("user_allow_other", true), ("# user_allow_other\n", false),
            ("a\n  user_allow_other \n", true),
            ("user_allow_others\n", false), ("user_allow_other# yes\n", true),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let found = error("/", allowOther: true) {
                ($0.isRoot, $0.helperPath, $0.configurationPath) = (false, "/bin/true", file)
            }
            #expect(found == (isPermitted ? nil : .allowOtherForbidden(configuration: file)), "\(text)")
        }
        #expect(error("/", allowOther: true, { $0.configurationPath = "/none" }) == nil)
    }

    @Test("the table of mounts is understood, spaces and all")
    func table() {
        let text = """
            24 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
            99 24 0:71 / /mnt/with\\040space\\134 rw,nosuid - fuse.pail s3://b\\040 rw,user_id=7,group_id=8
            100 24 0:72 / /mnt/x rw - fuse.pail a rw
            101 24 0:73 / /mnt/x rw master:3 propagate_from:2 - tmpfs tmpfs rw
            nonsense
            """
        let table = MountTable(parsing: Array(text.utf8))
        #expect(table.entries.count == 4)
        #expect(
            table.top(at: "/mnt/with space\\")
                == .init(
                    major: 0, minor: 71, mountPoint: "/mnt/with space\\", type: "fuse.pail", source: "s3://b ", owner: 7
                )
        )
        #expect(table.entries.map(\.owner) == [0, 7, 0, 0])
        #expect(table.top(at: "/mnt/x")?.device == "0:73")
        #expect(MountTable.current().top(at: "/") != nil)
        #expect(table.top(at: "/mnt/x")?.minor == 73)
        #expect(table.top(at: "/mnt") == nil)
    }

    @Test("a second mount on the same place, and one that is busy, are named", requiresFUSE)
    func mounted() async throws {
        let toy = ToyFileSystem()
        toy.add("file", [1])
        let mounted = try Mounted(toy)
        let path = mounted.path
        let second = try await blocking { self.error(path) }
        #expect(second == .alreadyMounted(path, source: "s3://toy,bucket"))
        #expect(second.map { "\($0)" } == "s3://toy,bucket is already mounted on \(path)")
        let descriptor = try await blocking { CInt(try check(open(path + "/file", O_RDONLY))) }
        await #expect(throws: MountError.busy(path)) {
            try await blocking { try mounted.session.unmount(lazily: false) }
        }
        #expect(mounted.session.deviceDescriptor >= 0)
        close(descriptor)
        mounted.session.exit()
        try await mounted.waitForEnd()
        #expect(MountTable.current().top(at: path) == nil)
    }

    @Test("a mount whose process is gone is named", requiresFUSE)
    func disconnected() async throws {
        try #require(geteuid() == 0)
        let path = try makeDirectory()
        defer {
            umount2(path, 2)
            rmdir(path)
        }
        // Never served: closing the device is all that a process which dies does.
        var session: FUSESession? = try FUSESession(
            operations: ToyFileSystem(), mountPoint: path, options: MountOptions(source: "toy")
        )
        try session?.mount()
        session = nil
        let found = try await blocking { self.error(path) }
        #expect(found == .mountPointDisconnected(path))
        #expect(found.map { "\($0)" }?.contains("fusermount3 -u \(path)") == true)
    }

    @Test("exit ends a session that others still use, and leaves nothing mounted", requiresFUSE)
    func exit() async throws {
        for _ in 0..<5 {
            let toy = ToyFileSystem()
            toy.add("file", [1])
            let mounted = try Mounted(toy)
            let path = mounted.path
            let descriptor = try await blocking { CInt(try check(open(path + "/file", O_RDONLY))) }
            mounted.session.exit()
            try await mounted.waitForEnd()
            #expect(toy.state.withLock { $0.isStopped })
            #expect(MountTable.current().top(at: path) == nil)
            let count = try await blocking {
                var byte: UInt8 = 0
                defer { close(descriptor) }
                return pread(descriptor, &byte, 1, 0)
            }
            #expect(count == -1)
            #expect(rmdir(path) == 0)
        }
    }

    @Test("a lazy unmount frees the place at once, and what is open goes on", requiresFUSE)
    func lazy() async throws {
        let toy = ToyFileSystem()
        toy.add("file", [1, 2])
        let mounted = try Mounted(toy)
        let path = mounted.path
        let descriptor = try await blocking { CInt(try check(open(path + "/file", O_RDONLY))) }
        try await blocking { try mounted.session.unmount() }
        #expect(MountTable.current().top(at: path) == nil)
        let bytes = try await blocking {
            var bytes: [UInt8] = [0, 0]
            try check(pread(descriptor, &bytes, 2, 0))
            return bytes
        }
        #expect(bytes == [1, 2])
        #expect(!toy.state.withLock { $0.isStopped })
        close(descriptor)
        try await mounted.waitForEnd()
    }

    @Test("the kernel's refusal is told", requiresFUSE)
    func refusal() async throws {
        let path = try makeDirectory()
        defer { rmdir(path) }
        var options = MountOptions(source: "toy")
        options.subtype = "pail,nonsense_option"
        // The comma is escaped: it is a part of the subtype.
        let session = try FUSESession(operations: ToyFileSystem(), mountPoint: path, options: options)
        rmdir(path)
        #expect { try session.mount() } throws: { error in
            guard case .refused(path, let reason)? = error as? MountError else { return false }
            return !reason.isEmpty
        }
    }
}
