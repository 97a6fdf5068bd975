import FUSE
import ObjectStore

extension Namespace {
    /// What the tree says of a name.
    enum Found {
        case inode(Inode)
        /// There is none, for so long.
        case missing(Duration)
        /// The bucket must be asked.
        case unknown
    }

    /// How long after the kernel has looked a name up it may come with the operation that it has done so for.
    private static let sameCall: Duration = .seconds(10)
    /// How long at least the kernel may believe the attributes that come with a name.
    ///
    /// stat(2) looks the name up, and would ask for the same once more; any later call looks it up anew.
    static let toldWithName: Duration = .seconds(1)

    /// Whether what was to be believed until an instant is believed now.
    ///
    /// - Parameter isLookedUp: on behalf of a call in which the kernel has looked the name up already: that answer, or a
    ///   later one, is what the tree has.
    func isBelieved(_ until: ContinuousClock.Instant, isLookedUp: Bool = false) -> Bool {
        let more = isLookedUp ? max(.zero, Self.sameCall - configuration.metadataTTL) : .zero
        return until + more > .now
    }

    /// Looks a name up.
    ///
    /// Call with the lock held.
    ///
    /// - Parameter isLookedUp: as `isBelieved` has it.
    func find(_ name: EntryName, in parent: Inode, isLookedUp: Bool = false) -> Found {
        guard let directory = parent.directory, !parent.isDetached else { return .missing(.zero) }
        let now = ContinuousClock.now
        if let child = directory.children[name] {
            // What only we have yet is true as long as we say so.
            if !child.isPublished || child.isWritten || isBelieved(child.expiry, isLookedUp: isLookedUp),
                !lacksAttributes(child)
            {
                return .inode(child)
            }
            return .unknown
        }
        for until in [directory.completeUntil, directory.missing[name]] {
            guard let until, isBelieved(until, isLookedUp: isLookedUp) else { continue }
            return .missing(max(.zero, now.duration(to: until)))
        }
        return KeyMapping.part(name) == nil ? .missing(.zero) : .unknown
    }

    /// Whether an object's stored attributes, which show with `--posix`, are not known yet.
    ///
    /// Call with the lock held.
    func lacksAttributes(_ inode: Inode) -> Bool {
        configuration.posix && inode.isPublished && !inode.isDirectory && inode.attributes == nil
    }

    /// What `name` would add to the key of `parent`; nil when no key can have this name there.
    ///
    /// Inside a continuation its own bytes count too: what would fit into one name with them has its place elsewhere.
    func keyPart(_ name: EntryName, isDirectory: Bool, in parent: Inode) -> (bytes: [UInt8], isContinuation: Bool)? {
        guard let part = KeyMapping.part(name) else { return nil }
        let before = continued(parent)
        switch part {
        case .component(let bytes, let isShadow):
            if isShadow, isDirectory { return nil }
            // The key of a directory and no more is that of its marker, which is no file in it.
            if bytes.isEmpty, !isDirectory { return nil }
            if !before.isEmpty, case .name = KeyMapping.place(before + bytes, isShadow: isShadow) { return nil }
            return (bytes + (isDirectory ? [UInt8(ascii: "/")] : []), false)
        case .continuation(let chunk):
            return isDirectory ? (chunk, true) : nil
        }
    }

    /// The bytes that a continuation directory stands for; empty for other directories.
    ///
    /// Not those of the continuations above it: what is too long with these bytes is too long with all.
    func continued(_ directory: Inode) -> [UInt8] { directory.isContinuation ? directory.keyPart : [] }
}
