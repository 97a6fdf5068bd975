import FUSE
import ObjectStore

extension Namespace {
    /// The entries of a page, for a directory that is too large for the tree.
    ///
    /// Call with the lock held.
    ///
    /// - Parameter moment: when the listing began: what we removed after it is not shown.
    func passing(_ page: ListPage, of directory: Inode, moment: UInt64, _ state: inout State) -> [PassingEntry] {
        let prefix = directory.key.bytes
        var entries: [PassingEntry] = []
        entries.reserveCapacity(page.objects.count + page.commonPrefixes.count)
        var directories: Set<EntryName> = []
        func add(_ component: [UInt8], _ object: ObjectInfo?, _ key: ObjectKey) {
            var place = KeyMapping.place(component)
            if object != nil, case .name(let name) = place, directories.contains(name) {
                place = KeyMapping.place(component, isShadow: true)
            }
            // A component that needs several names is for the tree to show.
            guard case .name(let name) = place else { return }
            if object == nil { directories.insert(name) }
            if configuration.hidesEscapedNames, KeyMapping.isEscaped(name) { return }
            if let removedAt = directory.directory?.removed[name], removedAt > moment { return }
            // What was changed here, or is, comes with the entries that only we have.
            if let known = directory.directory?.children[name], isOurs(known, since: moment) { return }
            entries.append(PassingEntry(name: name, object: object, key: key))
        }
        for common in page.commonPrefixes where common.bytes.starts(with: prefix) {
            add(Array(common.bytes.dropFirst(prefix.count).dropLast()), nil, common)
        }
        for object in page.objects where object.key.bytes.starts(with: prefix) {
            let component = Array(object.key.bytes.dropFirst(prefix.count))
            if component.isEmpty {
                directory.directory?.hasMarker = true
            } else if state.pendingDeletes[object.key] == nil {
                add(component, object, object.key)
            }
        }
        return entries
    }

    /// What only we have in a directory that is too large for the tree.
    ///
    /// Call with the lock held.
    func ours(in directory: Inode, moment: UInt64) -> [Inode] {
        directory.directory?.children.values.filter { isOurs($0, since: moment) } ?? []
    }

    private func isOurs(_ inode: Inode, since moment: UInt64) -> Bool {
        !inode.isPublished || inode.changeSequence > moment || inode.isOpen
    }

    /// Forgets directories that are believed no longer, when there are very many inodes.
    ///
    /// Call with the lock held. Looks at every inode, so it waits until there are a quarter more than it left.
    func trimIfMany(_ state: inout State) {
        guard state.inodes.count > max(configuration.inodesKept, state.trimsAt) else { return }
        let now = ContinuousClock.now
        for inode in Array(state.inodes.values) {
            guard let directory = inode.directory, directory.fetch == nil, !inode.isDetached else { continue }
            if directory.completeUntil.map({ $0 < now }) ?? true { trim(inode, isWhole: false, &state) }
        }
        state.trimsAt = state.inodes.count + state.inodes.count / 4
    }

    /// Forgets what is known of a directory's entries and nobody uses.
    ///
    /// Call with the lock held, and when no listing of it is read.
    ///
    /// - Parameter isWhole: also of what is believed still.
    func trim(_ directory: Inode, isWhole: Bool, _ state: inout State) {
        guard let entries = directory.directory, entries.requestsUnderWay == 0 else { return }
        let count = entries.children.count
        // Who has just found a name still has it in hand.
        let expired = ContinuousClock.now - .seconds(10)
        for (name, child) in entries.children {
            let isUsed =
                child.lookupCount > 0 || (!isWhole && child.expiry > expired) || !child.isPublished || child.isOpen
                || child.contentIfUsed?.staged != nil
                || !(child.directory?.children.isEmpty ?? true) || child.directory?.fetch != nil
            if isUsed { continue }
            child.isDetached = true
            entries.take(child, name)
            state.remove(child)
        }
        guard entries.children.count < count else { return }
        entries.completeUntil = nil
        entries.order = nil
        entries.changed()
    }
}
