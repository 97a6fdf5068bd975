import LocalStore
import ObjectStore
import Synchronization

extension BucketFileSystem {
    /// Notes that an object has another key, and its inode with it.
    ///
    /// - Parameter inode: nil where the tree has none.
    func noteMoved(_ copy: CopiedObject, _ inode: Inode?) {
        let key = copy.source.key
        carryLearned(copy)
        local.attributes.forget(key)
        reader.forget(key)
        guard let inode else { return }
        let isSame = namespace.locked { state in
            state.sequence += 1
            // No answer about the old key counts from here on.
            defer { inode.changeSequence = state.sequence }
            if copy.isVersion(of: inode) { return true }
            // Another client has stored what was copied. Who has something else open keeps that, and what is written
            // here is refused when it is stored.
            if !inode.isDetached { namespace.update(inode, copy.info, state.sequence, &state) }
            inode.directory?.hasMarker = true
            return false
        }
        if isSame {
            noteStored(inode, copy.newKey, copy.stored, namespace.locked { _ in inode.attributes })
        } else {
            relocateReaders(of: inode, from: copy.source.etag, to: copy.newKey, copy.stored.etag)
            aim(inode)
        }
    }

    /// What this host has learned of an object's attributes goes with its bytes.
    private func carryLearned(_ copy: CopiedObject) {
        if let etag = copy.source.etag, let known = local.attributes.known(copy.source.key, etag: etag) {
            local.attributes.record(
                copy.newKey, etag: copy.stored.etag, lastModified: copy.stored.lastModified, known)
        }
        if let known = local.attributes.known(copy.source.key, etag: Namespace.anyMarker) {
            local.attributes.record(copy.newKey, etag: Namespace.anyMarker, lastModified: nil, known)
        }
    }
}
