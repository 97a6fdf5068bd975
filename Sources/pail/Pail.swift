import ArgumentParser

/// The command `pail`.
struct Pail: ParsableCommand {
    /// This program's version, as in CHANGELOG.md.
    static let version = "0.2.0"

    static let configuration = CommandConfiguration(
        commandName: "pail",
        abstract: "Mounts an S3 bucket as a directory.",
        discussion: "Every file is one plain object under its own key. Manual: pail(1).",
        version: version,
        subcommands: [MountCommand.self, UnmountCommand.self, StatusCommand.self, WarmCommand.self]
    )
}
