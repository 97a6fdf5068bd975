import ArgumentParser
import FUSE

/// `pail status`: what a mount's daemon says of itself.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows what a mounted directory is: bucket, endpoint, process, age."
    )

    @Argument(help: "The mount point.")
    var directory: String

    mutating func run() throws {
        let mount = try MountTable.pailMount(at: directory)
        guard let answer = try ControlClient.ask(.status, of: mount) else {
            throw CommandFailure(
                .mountPoint, "\(mount.mountPoint): its daemon is gone",
                advice: "Take the dead mount away with: pail umount \(mount.mountPoint)")
        }
        for line in answer { print(line) }
    }
}
