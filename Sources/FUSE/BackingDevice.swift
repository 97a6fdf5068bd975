import Glibc

/// The kernel's view of a mount as a device: `0:minor`, with its knobs under /sys.
struct BackingDevice {
    let minor: UInt32

    /// Sets how far the kernel reads ahead, in KiB.
    ///
    /// Does nothing where this process may not.
    func setReadAhead(_ kibibytes: Int) {
        guard minor != 0 else { return }
        _ = Self.write("\(kibibytes)", to: "/sys/class/bdi/0:\(minor)/read_ahead_kb")
    }

    /// Ends the connection to the process that serves the mount: every request, waiting or to come, fails.
    ///
    /// False where this process may not, or /sys/fs/fuse/connections is not mounted.
    func abortConnection() -> Bool {
        minor != 0 && Self.write("1", to: "/sys/fs/fuse/connections/\(minor)/abort")
    }

    private static func write(_ text: String, to path: String) -> Bool {
        let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var text = text
        return text.withUTF8 { Glibc.write(descriptor, $0.baseAddress, $0.count) == $0.count }
    }
}
