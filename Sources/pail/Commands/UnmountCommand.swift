import ArgumentParser
import FUSE

/// `pail umount`: unmounts, and returns when everything written is in the bucket.
struct UnmountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "umount",
        abstract: "Unmounts a directory when everything written is in the bucket."
    )

    @Argument(help: "The mount point.")
    var directory: String
    @Flag(help: "Unmounts although files are open; what was written is stored first.")
    var force = false

    mutating func run() throws {
        let mount = try MountTable.pailMount(at: directory)
        guard let answer = try ControlClient.ask(force ? .unmountByForce : .unmount, of: mount) else {
            // No daemon: what is left is a dead mount, which only a lazy unmount takes away.
            try KernelUnmount.lazily(mount.mountPoint)
            Program.writeError("pail: \(mount.mountPoint): its daemon was gone; unmounted\n")
            return
        }
        switch answer.first {
        case "ok": return
        case "busy":
            throw CommandFailure(
                .busy, "\(mount.mountPoint): files or directories are open in it",
                advice: "See who with: fuser -vm \(mount.mountPoint) - or unmount anyway with --force.")
        default:
            throw CommandFailure(
                .dataNotStored, "\(mount.mountPoint): \(answer.dropFirst().joined(separator: "; "))",
                advice: "The log says which objects; their data stays in the cache directory.")
        }
    }
}
