/// How a file system is mounted.
package struct MountOptions: Sendable {
    /// What `mount` and `df` show as the source, such as `s3://bucket`.
    package var source: String
    /// The kind of file system that `mount` shows after `fuse.`.
    package var subtype = "pail"
    /// Lets users other than the mounting one in.
    package var allowOther = false
    /// The kernel refuses every change with EROFS.
    package var readOnly = false
    /// What mount(8) asks of the kernel: `nodev`, `noexec`, `noatime` and alike.
    package var kernelOptions: [String] = []
    /// Whether setxattr(2) and its like are asked for at all; else the kernel asks once and answers by itself after.
    package var extendedAttributes = true
    /// Requests that may wait in the background (read-ahead, writing back) before the kernel holds more back.
    package var maximumBackground = 128
    /// KiB that the kernel reads ahead of a sequential reader, where this process may set it (else 128).
    package var readAheadKibibytes = 1024
    /// Whether the kernel is asked to read files of the local disk by itself (`OpenedFile.backing`), where it can.
    package var passthrough = true
    /// Whether the kernel is asked to let go of inodes by their numbers, where it can; else of files, by their names.
    package var prunes = true
    /// Threads that take requests from the kernel, at most.
    package var workers = 16

    package init(source: String) { self.source = source }

    /// The arguments for fuse_session_new, the program's name first.
    ///
    /// `default_permissions` is always on: the kernel checks modes, so nothing here has to.
    var arguments: [String] {
        var options = ["fsname=\(Self.escaped(source))", "subtype=\(Self.escaped(subtype))", "default_permissions"]
        if allowOther { options.append("allow_other") }
        if readOnly { options.append("ro") }
        options += kernelOptions
        return ["pail"] + options.flatMap { ["-o", $0] }
    }

    /// libfuse splits options at commas unless a backslash is before them.
    private static func escaped(_ value: String) -> String {
        var result = ""
        for character in value {
            if character == "," || character == "\\" { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
