/// What `pail umount` and `pail status` ask of a mount's daemon: one word, answered by lines, then the end.
enum ControlRequest: String, CaseIterable, Sendable {
    /// Unmount when nothing is open, store what is dirty, answer, leave.
    case unmount
    /// The same, whatever is open.
    case unmountByForce = "unmount-by-force"
    /// Describe the mount.
    case status

    /// The socket of a mount's daemon: a name that vanishes with the process, so that none is ever stale.
    static func socketName(device: String) -> String { "@pail/\(device)" }
}
