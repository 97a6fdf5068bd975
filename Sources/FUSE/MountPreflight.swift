import CFUSE
import Glibc
import SystemPackage

/// Looks for what would make a mount fail, so that the reason can be told: libfuse only says that it failed.
struct MountPreflight {
    var devicePath = "/dev/fuse"
    var configurationPath = "/etc/fuse.conf"
    var isRoot = geteuid() == 0
    /// Where fusermount3 is, if anywhere.
    var helperPath = Helper.find()
    var table = MountTable.current()

    /// Throws what stands in the way; returns the mount point as an absolute path without symbolic links.
    func check(_ mountPoint: String, _ options: MountOptions) throws(MountError) -> String {
        let path = try resolve(mountPoint)
        try checkDevice()
        if !isRoot {
            if helperPath == nil { throw .helperMissing }
            if options.allowOther && !permitsOthers { throw .allowOtherForbidden(configuration: configurationPath) }
        }
        return path
    }

    private func resolve(_ mountPoint: String) throws(MountError) -> String {
        guard let resolved = realpath(mountPoint, nil) else {
            switch errno {
            case ENOENT: throw .mountPointMissing(mountPoint)
            case ENOTDIR: throw .mountPointNotDirectory(mountPoint)
            case ENOTCONN: throw .mountPointDisconnected(mountPoint)
            case let code: throw .mountPointInaccessible(mountPoint, Errno(rawValue: code))
            }
        }
        defer { free(resolved) }
        let path = String(cString: resolved)
        let mounted = table.top(at: path).flatMap { $0.type.hasPrefix("fuse") ? $0 : nil }
        var status = stat()
        guard stat(path, &status) == 0 else {
            switch errno {
            case ENOTCONN: throw .mountPointDisconnected(path)
            case let code:
                // Somebody else's mount does not even let root look.
                if let mounted { throw .alreadyMounted(path, source: mounted.source) }
                throw .mountPointInaccessible(path, Errno(rawValue: code))
            }
        }
        if let mounted { throw .alreadyMounted(path, source: mounted.source) }
        let kind: mode_t = S_IFMT
        guard status.st_mode & kind == FileMode.directory else { throw .mountPointNotDirectory(path) }
        return path
    }

    private func checkDevice() throws(MountError) {
        let descriptor = open(devicePath, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw .noDevice(path: devicePath, Errno(rawValue: errno)) }
        close(descriptor)
    }

    /// Whether the configuration has the line `user_allow_other`.
    private var permitsOthers: Bool {
        SmallFile.read(configurationPath).split(separator: UInt8(ascii: "\n")).contains { line in
            let blanks: [UInt8] = Array(" \t\r".utf8)
            let trimmed = line.drop { blanks.contains($0) }
            let word = trimmed.prefix { !blanks.contains($0) && $0 != UInt8(ascii: "#") }
            return word.elementsEqual("user_allow_other".utf8)
        }
    }
}
