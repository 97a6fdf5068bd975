import ObjectStore
package import ObjectStoreTesting

/// Compares a tree, seen through the mount, with what lies in the bucket: object = file.
package enum StoreComparison {
    /// What does not fit; for names that need no escape, and when no file is open.
    package static func complaints(_ tree: [DiskPath: TreeEntry], _ store: MemoryStore) -> [String] {
        var complaints: [String] = []
        let keys = store.keys
        var known = Set<ObjectKey>()
        for (path, entry) in tree {
            let key = ObjectKey(path.bytes)
            switch entry.status.kind {
            case 0o040000:
                known.insert(key + "/".utf8)
                if !keys.contains(where: { $0.hasPrefix(key + "/".utf8) }) {
                    complaints.append("the directory \(path) has no marker and no key")
                }
            case 0o120000:
                known.insert(key)
                if store.bytes(of: key) == nil { complaints.append("the link \(path) has no object") }
            default:
                known.insert(key)
                guard let bytes = store.bytes(of: key) else {
                    complaints.append("the file \(path) has no object")
                    continue
                }
                if !Outcome.areSame(bytes, entry.content.bytes) {
                    complaints.append(
                        "the object \(path) has \(bytes.count) bytes, the file \(entry.content.bytes.count), or others")
                }
            }
        }
        complaints += keys.filter { !known.contains($0) }.map { "the object \($0) is no file" }
        complaints += store.openUploads.map { "the upload of \($0.key) is neither completed nor aborted" }
        return complaints
    }
}
