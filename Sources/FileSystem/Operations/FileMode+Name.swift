package import FUSE

/// `st_mode` in the kernel's sense; SystemPackage has a type of the same name.
package typealias FileMode = FUSE.FileMode
