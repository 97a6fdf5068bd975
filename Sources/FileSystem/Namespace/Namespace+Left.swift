import ObjectStore

extension Namespace {
    /// Shows a file that is known before anything was listed, with the directories above it.
    ///
    /// The directories are asked for when they are looked up; they stay as long as something is below that only we have.
    /// Call with the lock held.
    ///
    /// - Returns: nil where no name shows the key.
    func show(_ object: ObjectInfo, _ state: inout State) -> Inode? {
        let key = object.key.bytes
        var directory = root
        var position = configuration.prefix.bytes.count
        while let slash = key[position...].firstIndex(of: UInt8(ascii: "/")) {
            let common = ListPage(objects: [], commonPrefixes: [ObjectKey(key[...slash])], next: nil)
            guard let child = show(common, in: directory, &state), child.isDirectory else { return nil }
            directory = child
            position = slash + 1
        }
        return show(ListPage(objects: [object], commonPrefixes: [], next: nil), in: directory, &state)
    }

    private func show(_ page: ListPage, in directory: Inode, _ state: inout State) -> Inode? {
        var place = directory
        while let shown = apply(page, to: place, moment: state.sequence, &state).first {
            // Nobody has asked the bucket.
            shown.expiry = .now
            guard shown.isContinuation else { return shown }
            place = shown
        }
        return nil
    }
}
