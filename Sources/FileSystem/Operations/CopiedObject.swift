import FUSE
import ObjectStore

/// A version of an object that a rename has copied: it is in both places.
struct CopiedObject: Sendable {
    /// What was copied, which need not be what is known of the file: another client may have stored it since.
    let source: ObjectInfo
    let newKey: ObjectKey
    let stored: StoredObject

    /// The copy, as a listing would show it.
    var info: ObjectInfo {
        ObjectInfo(
            key: newKey, size: source.size, etag: stored.etag, lastModified: stored.lastModified ?? source.lastModified)
    }

    /// Whether an inode is what was copied.
    ///
    /// Call with the namespace locked.
    func isVersion(of inode: Inode) -> Bool {
        // A directory is what it is also where nobody has asked for its marker yet.
        if inode.isDirectory { return inode.etag == nil || inode.etag == source.etag }
        return inode.isPublished && inode.etag == source.etag && inode.size == source.size
    }
}
