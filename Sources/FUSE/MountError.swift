package import SystemPackage

/// Why a file system could not be mounted, served or unmounted.
package enum MountError: Error, Equatable {
    /// The FUSE device cannot be opened.
    case noDevice(path: String, Errno)
    /// There is nothing at the mount point.
    case mountPointMissing(String)
    /// The mount point is not a directory.
    case mountPointNotDirectory(String)
    /// The mount point cannot be looked at.
    case mountPointInaccessible(String, Errno)
    /// A FUSE file system is mounted there whose process is gone.
    case mountPointDisconnected(String)
    /// A FUSE file system is mounted there already.
    case alreadyMounted(String, source: String)
    /// Somebody who is not root needs fusermount3, and it is not installed.
    case helperMissing
    /// Somebody who is not root wants `allow_other`, and the configuration does not permit it.
    case allowOtherForbidden(configuration: String)
    /// libfuse does not take the options.
    case sessionFailed(String)
    /// The kernel or fusermount3 refused the mount.
    case refused(String, reason: String)
    /// The mount is in use.
    case busy(String)
    /// The mount could not be removed.
    case unmountFailed(String, reason: String)
    /// Requests could not be taken from the kernel any more.
    case loopFailed(Errno)
}

extension MountError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noDevice(let path, let errno):
            [.noSuchFileOrDirectory, .noSuchAddressOrDevice, .operationNotSupportedByDevice].contains(errno)
                ? "\(path) is missing: the kernel module fuse is not loaded (modprobe fuse), or the container was not "
                    + "given the device (--device \(path))"
                : "\(path) cannot be opened: \(errno)"
        case .mountPointMissing(let path):
            "mount point \(path) does not exist"
        case .mountPointNotDirectory(let path):
            "mount point \(path) is not a directory"
        case .mountPointInaccessible(let path, let errno):
            "mount point \(path) cannot be used: \(errno)"
        case .mountPointDisconnected(let path):
            "a file system whose process is gone is still mounted on \(path): remove it with `fusermount3 -u \(path)`"
        case .alreadyMounted(let path, let source):
            "\(source) is already mounted on \(path)"
        case .helperMissing:
            "fusermount3 is not installed, and only root can mount without it (Debian, Ubuntu, Fedora: package fuse3)"
        case .allowOtherForbidden(let configuration):
            "only root may let other users in (allow_other), unless \(configuration) has the line `user_allow_other`"
        case .sessionFailed(let reason):
            "libfuse does not take the mount options: \(reason)"
        case .refused(let path, let reason):
            "\(path) could not be mounted: \(reason)"
        case .busy(let path):
            "\(path) is busy: a process has a file open or its working directory there"
        case .unmountFailed(let path, let reason):
            "\(path) could not be unmounted: \(reason)"
        case .loopFailed(let errno):
            "requests of the kernel cannot be read any more: \(errno)"
        }
    }
}
