import FUSE
import ObjectStore

extension Namespace {
    /// Applies one page of a sweep: each directory that it leaves is known completely.
    ///
    /// Call with the lock held.
    ///
    /// - Parameter moment: when the page was asked for.
    /// - Returns: the directories that became complete.
    func apply(_ page: ListPage, to sweep: SubtreeSweep, moment: UInt64, _ state: inout State) -> [Inode] {
        var complete: [Inode] = []
        var objects: [ObjectInfo] = []
        if sweep.path.isEmpty {
            sweep.path = [SubtreeSweep.Passing(prefix: sweep.rootPrefix, inode: sweep.root, moment: moment)]
        }
        for object in page.objects {
            let key = object.key.bytes
            guard key.starts(with: sweep.rootPrefix) else { continue }
            sweep.pass(key)
            while let last = sweep.path.last, sweep.path.count > 1, !key.starts(with: last.prefix) {
                flush(&objects, sweep, moment, &state)
                leave(sweep, &state, &complete)
            }
            while let last = sweep.path.last, let end = key[last.prefix.count...].firstIndex(of: UInt8(ascii: "/")) {
                flush(&objects, sweep, moment, &state)
                enter(Array(key[...end]), of: last, sweep, moment, &state)
            }
            if let last = sweep.path.last, key == last.prefix {
                sweep.path[sweep.path.count - 1].hasMarker = true
            }
            // What is in the root itself was listed before the sweep.
            if sweep.path.count > 1 { objects.append(object) }
        }
        flush(&objects, sweep, moment, &state)
        if page.next == nil {
            while sweep.path.count > 1 { leave(sweep, &state, &complete) }
        }
        return complete
    }

    /// Shows a directory in the one that is passing, and goes into it.
    private func enter(
        _ prefix: [UInt8], of parent: SubtreeSweep.Passing, _ sweep: SubtreeSweep, _ moment: UInt64,
        _ state: inout State
    ) {
        var child: Inode?
        if let directory = parent.inode, isAt(directory, parent.prefix) {
            let common = ListPage(objects: [], commonPrefixes: [ObjectKey(prefix)], next: nil)
            let shown = apply(common, to: directory, moment: moment, &state)
            sweep.path[sweep.path.count - 1].shown.formUnion(shown.map(\.id))
            if let inode = shown.first, inode.isDirectory, !inode.isContinuation, isAt(inode, prefix) {
                child = inode
                inode.directory?.hiddenCount = 0
            }
        }
        sweep.path.append(SubtreeSweep.Passing(prefix: prefix, inode: child, moment: moment))
    }

    /// Shows the objects that stand directly in the directory that is passing.
    private func flush(_ objects: inout [ObjectInfo], _ sweep: SubtreeSweep, _ moment: UInt64, _ state: inout State) {
        guard !objects.isEmpty else { return }
        defer { objects.removeAll(keepingCapacity: true) }
        guard let last = sweep.path.last, let directory = last.inode, isAt(directory, last.prefix) else { return }
        let page = ListPage(objects: objects, commonPrefixes: [], next: nil)
        let shown = apply(page, to: directory, moment: moment, &state)
        sweep.path[sweep.path.count - 1].shown.formUnion(shown.map(\.id))
    }

    /// Ends the innermost directory: all its keys have passed.
    private func leave(_ sweep: SubtreeSweep, _ state: inout State, _ complete: inout [Inode]) {
        let last = sweep.path.removeLast()
        guard let directory = last.inode, isAt(directory, last.prefix), directory.changeSequence <= last.moment else {
            return
        }
        // Its entries are not all here: who waits for them lists it.
        if hasForgotten(directory, since: last.moment) { return }
        _ = self.complete(
            directory, shown: last.shown, hasMarker: last.prefix == sweep.withoutMarker ? nil : last.hasMarker,
            moment: last.moment, &state)
        complete.append(directory)
    }

    /// Whether a directory is still where its keys were when they were asked for.
    private func isAt(_ directory: Inode, _ prefix: [UInt8]) -> Bool {
        !directory.isDetached && directory.key.bytes == prefix
    }
}
