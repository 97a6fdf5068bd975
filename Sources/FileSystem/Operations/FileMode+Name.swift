package import FUSE

/// `st_mode` in the kernel's sense; SystemPackage has a type of the same name.
package typealias FileMode = FUSE.FileMode

extension FileMode {
    /// The mode without set-user-ID and set-group-ID, as for a file that another has changed; nil where that is the same.
    var withoutPrivileges: FileMode? {
        var bits: UInt32 = 0o4000
        // Without execution by the group the bit means something else.
        if rawValue & 0o010 != 0 { bits |= 0o2000 }
        return rawValue & bits == 0 ? nil : FileMode(rawValue: rawValue & ~bits)
    }
}
