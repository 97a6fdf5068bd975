import ObjectStore

/// A listing of a directory that is too large to be kept.
struct Passing {
    /// Its number, with which what it has shown is marked (`Inode.passed`).
    let number: UInt32
    /// When it began: changes of ours after it win.
    let moment: UInt64
}

extension Namespace {
    /// Notes that a listing proves to be of a directory that is too large to be kept.
    ///
    /// Call with the lock held.
    func beginPassing(_ moment: UInt64, _ state: inout State) -> Passing {
        state.passings &+= 1
        return Passing(number: state.passings, moment: moment)
    }

    /// What is shown of a page's entries, which are marked.
    ///
    /// Call with the lock held.
    ///
    /// - Returns: all but those that were changed here, or are being changed: they come at the end (`ours`).
    func pass(_ entries: [Inode], _ passing: Passing) -> [Inode] {
        entries.filter { inode in
            if inode.passed == passing.number { return true }
            guard !isOurs(inode, since: passing.moment) else { return false }
            inode.passed = passing.number
            return true
        }
    }

    /// What only we have in a directory that is too large to be kept, or have changed since it is listed, but for what
    /// was shown in passing.
    ///
    /// Call with the lock held.
    func ours(in directory: Inode, _ passing: Passing) -> [Inode] {
        directory.directory?.children.values.filter {
            $0.passed != passing.number && isOurs($0, since: passing.moment)
        } ?? []
    }

    private func isOurs(_ inode: Inode, since moment: UInt64) -> Bool {
        !inode.isPublished || inode.changeSequence > moment || inode.isOpen
    }
}
