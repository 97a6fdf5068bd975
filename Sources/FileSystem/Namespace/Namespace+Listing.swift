import FUSE
import LocalStore
import ObjectStore
import Synchronization

extension Namespace {
    /// Notes that a request whose answer will be applied to `directory` leaves now.
    ///
    /// - Returns: the moment, for `apply` and `endRequest`.
    func beginRequest(_ directory: Inode, _ state: inout State) -> UInt64 {
        directory.directory?.requestsUnderWay += 1
        return state.beginRequest()
    }

    /// Notes that the answer has been applied, or that there is none.
    func endRequest(_ directory: Inode, _ state: inout State) {
        directory.directory?.requestsUnderWay -= 1
        if directory.directory?.requestsUnderWay == 0, state.sweepRequests == 0 { directory.directory?.removed = [:] }
    }

    /// Notes that a request leaves whose answer may be applied to any directory.
    ///
    /// - Returns: the moment, as `beginRequest` does.
    func beginSweepRequest(_ state: inout State) -> UInt64 {
        state.sweepRequests += 1
        return state.beginRequest()
    }

    /// Notes that the answer of a sweep's request has been applied.
    func endSweepRequest(_ state: inout State) {
        state.sweepRequests -= 1
        guard state.sweepRequests == 0 else { return }
        for directory in state.bereft where directory.directory?.requestsUnderWay == 0 {
            directory.directory?.removed = [:]
        }
        state.bereft = []
    }

    /// Notes that a name went away, while an answer is under way that may still show it.
    ///
    /// - Parameter moment: of the request whose answer has told so; nil for what we have removed now.
    func noteRemoval(of name: EntryName, from directory: Inode, at moment: UInt64? = nil, _ state: inout State) {
        if state.sweepRequests > 0 {
            state.bereft.append(directory)
        } else if directory.directory?.requestsUnderWay == 0 {
            return
        }
        directory.directory?.removed[name] = moment ?? state.sequence
    }

    /// Applies one page of a listing of `directory`.
    ///
    /// Call with the lock held.
    ///
    /// - Parameter moment: when the request left (`beginRequest`).
    /// - Returns: the inodes that the page shows.
    func apply(_ page: ListPage, to directory: Inode, moment: UInt64, _ state: inout State) -> [Inode] {
        let prefix = directory.key.bytes
        let before = continued(directory)
        var shown: [Inode] = []
        // Directories first: an object of the same name gives way to them.
        for common in page.commonPrefixes where common.bytes.starts(with: prefix) {
            let component = Array(common.bytes.dropFirst(prefix.count).dropLast())
            show(component, nil, before, directory, prefix, moment, &state, &shown)
        }
        for object in page.objects where object.key.bytes.starts(with: prefix) {
            let component = Array(object.key.bytes.dropFirst(prefix.count))
            if component.isEmpty, !directory.isContinuation {
                noteMarker(object, of: directory, moment)
            } else if !component.contains(UInt8(ascii: "/")) {
                if state.pendingDeletes[object.key] == nil {
                    show(component, object, before, directory, prefix, moment, &state, &shown)
                }
            }
        }
        return shown
    }

    /// Shows one component, of an object or (without one) of a common prefix.
    private func show(
        _ component: [UInt8], _ object: ObjectInfo?, _ before: [UInt8], _ directory: Inode, _ prefix: [UInt8],
        _ moment: UInt64, _ state: inout State, _ shown: inout [Inode]
    ) {
        if !before.isEmpty, case .name = KeyMapping.place(before + component) { return }
        var place = KeyMapping.place(component)
        if case .name(let name) = place, object != nil, let sibling = directory.directory?.children[name],
            sibling.isDirectory
        {
            place = KeyMapping.place(component, isShadow: true)
        }
        let name: EntryName
        var keyPart = component
        var isContinuation = false
        switch place {
        case .name(let whole):
            name = whole
            if object == nil { keyPart.append(UInt8(ascii: "/")) }
        case .continued(let first, let chunk):
            (name, keyPart, isContinuation) = (first, chunk, true)
        }
        if configuration.hidesEscapedNames, KeyMapping.isEscaped(name) {
            directory.directory?.hiddenCount += 1
            return
        }
        if let removedAt = directory.directory?.removed[name], removedAt > moment { return }
        let isDirectory = object == nil || isContinuation
        if let known = directory.directory?.children[name] {
            state.use(known)
            if known.isDirectory == isDirectory {
                // A later request has told of it what is believed until its own time.
                let isLate = known.answeredAt > moment
                if !isDirectory, let object { update(known, object, moment, &state) }
                if !isLate { known.expiry = nextExpiry }
                if known.isDirectory || !isOtherKind(known) {
                    if shown.last !== known { shown.append(known) }
                    return
                }
            }
            // Another kind took the name: what we have open and unpublished stays; anything else is a new inode.
            if known.isNewer(than: moment) || !known.isPublished {
                shown.append(known)
                return
            }
            if isDirectory {
                makeRoom(for: known, directory, &state)
            } else {
                detach(known, isOurs: false, &state)
            }
        }
        var kind = isDirectory ? FileMode.directory : FileMode.regular
        let attributes = object.flatMap { object in
            object.etag.flatMap { remembered.known(object.key, etag: $0, lastModified: object.lastModified) }
        }
        let stored = attributes.map { StoredAttributes($0.userMetadata) }
        if !isDirectory, let mode = stored?.mode, mode.kind != 0, mode.kind != FileMode.directory { kind = mode.kind }
        let inode = insert(
            name, keyPart: keyPart, kind: kind, isContinuation: isContinuation, in: directory, prefix: prefix,
            &state)
        if let object, !isDirectory {
            inode.etag = object.etag
            inode.size = object.size
            inode.lastModified = FileTime(object.lastModified)
            inode.answeredAt = moment
            inode.attributes = attributes
            inode.stored = stored ?? StoredAttributes()
        } else if isDirectory, !isContinuation, !configuration.posix,
            let known = remembered.known(inode.key, etag: Self.anyMarker)
        {
            // A common prefix tells no version: what this host learned last of the marker is what it shows.
            inode.attributes = known
            inode.stored = StoredAttributes(known.userMetadata)
        }
        shown.append(inode)
    }

    /// Under this tag the attributes of a directory are remembered beside its marker's own.
    static let anyMarker = ETag("directory")

    /// The object that had the name of a directory moves to its escaped name.
    private func makeRoom(for object: Inode, _ directory: Inode, _ state: inout State) {
        guard case .name(let name) = KeyMapping.place(object.keyPart, isShadow: true),
            directory.directory?.children[name] == nil
        else { return detach(object, isOurs: false, &state) }
        directory.directory?.take(object, object.name)
        object.name = name
        directory.directory?.put(object, name)
    }

    /// Whether what is remembered of an inode says that it is of another kind than it was made with.
    private func isOtherKind(_ inode: Inode) -> Bool {
        guard let kind = inode.stored.mode?.kind, kind != 0, kind != FileMode.directory else { return false }
        return kind != inode.kind
    }

    /// Takes over what the bucket says of a file, unless we changed it since, or a later request has told of it.
    ///
    /// Call with the lock held. What another client has made gets another number: see `supersede`.
    func update(_ inode: Inode, _ object: ObjectInfo, _ moment: UInt64, _ state: inout State) {
        // What is written to stays the version that it began with: publishing it finds out about another.
        guard !inode.isNewer(than: moment), !inode.isWritten, !inode.isBeingStored else { return }
        inode.answeredAt = moment
        if inode.isPublished, let etag = inode.etag, etag == object.etag { return }
        // A server without tags tells versions apart by nothing else.
        let isSame = inode.size == object.size && inode.lastModified == FileTime(object.lastModified)
        if inode.etag != object.etag || !isSame { supersede(inode, &state) }
        inode.etag = object.etag
        inode.size = object.size
        inode.versionID = nil
        inode.lastModified = FileTime(object.lastModified)
        inode.isPublished = true
        inode.linkTarget = nil
        inode.attributes = object.etag.flatMap {
            remembered.known(object.key, etag: $0, lastModified: object.lastModified)
        }
        inode.stored = inode.attributes.map { StoredAttributes($0.userMetadata) } ?? StoredAttributes()
        inode.parent?.directory?.changed()
    }

    /// Takes over an object's metadata as HEAD or GET tell it.
    ///
    /// Call with the lock held.
    func learn(_ inode: Inode, _ metadata: ObjectMetadata, moment: UInt64, _ state: inout State) {
        update(inode, metadata.info, moment, &state)
        guard !inode.isNewer(than: moment), inode.etag == metadata.info.etag, !inode.isBeingStored else { return }
        inode.versionID = metadata.versionID
        inode.attributes = metadata.attributes
        if inode.contentIfUsed?.state.withLock({ $0.hasAttributeChanges }) != true {
            inode.stored = StoredAttributes(metadata.attributes.userMetadata)
        }
        if let etag = metadata.info.etag {
            remembered.record(
                metadata.info.key, etag: etag, lastModified: metadata.info.lastModified, metadata.attributes)
            if inode.isDirectory {
                remembered.record(metadata.info.key, etag: Self.anyMarker, lastModified: nil, metadata.attributes)
            }
        }
    }

    private func noteMarker(_ object: ObjectInfo, of directory: Inode, _ moment: UInt64) {
        directory.directory?.hasMarker = true
        guard directory.changeSequence <= moment, !directory.isBeingStored,
            directory.etag != object.etag || directory.attributes == nil
        else { return }
        directory.etag = object.etag
        directory.size = object.size
        directory.lastModified = FileTime(object.lastModified)
        guard let etag = object.etag, let known = remembered.known(object.key, etag: etag) else { return }
        directory.attributes = known
        directory.stored = StoredAttributes(known.userMetadata)
    }

    /// Whether names of a directory were forgotten since a moment.
    func hasForgotten(_ directory: Inode, since moment: UInt64) -> Bool {
        directory.directory?.forgottenAt ?? 0 > moment
    }

    /// Ends a listing that saw all of a directory: what it did not show is gone.
    ///
    /// Call with the lock held.
    ///
    /// - Parameter hasMarker: whether it saw the directory's marker; nil where it could not.
    /// - Returns: entries that only we have yet, or that a later request has shown.
    func complete(
        _ directory: Inode, shown: Set<InodeID>, hasMarker: Bool?, moment: UInt64, _ state: inout State
    ) -> [Inode] {
        var ours: [Inode] = []
        for child in directory.directory?.children.values.map({ $0 }) ?? [] where !shown.contains(child.id) {
            let isOurs = !child.isPublished || child.isNewer(than: moment) || child.isKept
            if isOurs { ours.append(child) } else { lose(child, moment, &state) }
        }
        if let hasMarker, directory.changeSequence <= moment { directory.directory?.hasMarker = hasMarker }
        // What was forgotten since the listing began is there still.
        guard !hasForgotten(directory, since: moment) else { return ours }
        directory.directory?.completeUntil = nextExpiry
        directory.directory?.forgetMissing()
        directory.directory?.isLarge = false
        return ours
    }
}
