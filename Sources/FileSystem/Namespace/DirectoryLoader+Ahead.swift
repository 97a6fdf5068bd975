import FUSE
import ObjectStore

extension DirectoryLoader {
    /// Lists the names from one on, in a directory that is being read: whoever reads it is likely to ask for the next
    /// ones, too, as `ls -l` does.
    ///
    /// At most one LIST; none where another such page is under way that may have the name.
    ///
    /// - Returns: `.unknown` where nobody reads the directory, or the page does not tell.
    func listAhead(from name: EntryName, in directory: Inode) async throws(StoreError) -> Namespace.Found {
        enum Way {
            case none
            case wait(DirectoryFetch)
            case list(base: ObjectKey, arrival: DirectoryFetch, moment: UInt64)
        }
        let way: Way = namespace.locked { state in
            guard let entries = directory.directory, entries.readers > 0, !directory.isContinuation,
                case .component(_, isShadow: false)? = KeyMapping.part(name)
            else { return .none }
            if let (first, arrival) = entries.pageAhead {
                return name.bytes.lexicographicallyPrecedes(first) ? .none : .wait(arrival)
            }
            let arrival = DirectoryFetch()
            entries.pageAhead = (name.bytes, arrival)
            return .list(
                base: directory.key, arrival: arrival, moment: namespace.beginRequest(directory, &state))
        }
        switch way {
        case .none: return .unknown
        case .wait(let arrival):
            try await arrival.wait(for: .max)
            return namespace.locked { _ in namespace.find(name, in: directory) }
        case .list(let base, let arrival, let moment):
            var request = ListRequest(prefix: base, delimiter: UInt8(ascii: "/"))
            request.startAfter = Self.before(name).map { base + $0 }
            let page: Result<ListPage, StoreError>
            do throws(StoreError) { page = .success(try await store.list(request)) } catch { page = .failure(error) }
            let found: Namespace.Found? = namespace.locked { state in
                defer {
                    directory.directory?.pageAhead = nil
                    namespace.endRequest(directory, &state)
                }
                // Renamed meanwhile, what it has is under another key.
                guard directory.key == base else { return nil }
                return (try? page.get()).map { apply($0, from: name, in: directory, moment: moment, &state) }
            }
            arrival.finish(.success(()))
            guard let found else { return .unknown }
            if namespace.configuration.posix, case .inode(let inode) = found, inode.isPublished, !inode.isDirectory {
                return .inode(try await confirm(inode))
            }
            return found
        }
    }

    /// Takes over a page that begins just before a name.
    ///
    /// Call with the namespace locked.
    ///
    /// - Returns: what it says of the name; not what the tree believes, for which it may be too late already.
    private func apply(
        _ page: ListPage, from name: EntryName, in directory: Inode, moment: UInt64, _ state: inout Namespace.State
    ) -> Namespace.Found {
        let shown = namespace.apply(page, to: directory, moment: moment, &state)
        let known = directory.directory?.children[name]
        if let known, shown.contains(where: { $0 === known }) || !known.isPublished || known.isKept {
            return .inode(known)
        }
        // Behind the name's object comes what may be a directory of that name, and others between the two.
        let last = [page.objects.last?.key.bytes, page.commonPrefixes.last?.bytes].compactMap { $0 }
            .max { $0.lexicographicallyPrecedes($1) }
        let end = directory.key.bytes + name.bytes + [UInt8(ascii: "/")]
        let isCovered = page.next == nil || last.map { end.lexicographicallyPrecedes($0) } ?? false
        guard isCovered, store.capabilities.listsInByteOrder, known == nil else { return .unknown }
        directory.directory?.note(missing: name, until: namespace.nextExpiry)
        return .missing(namespace.configuration.metadataTTL)
    }

    /// A name that comes before another, with few between the two, in any order in which servers list.
    ///
    /// - Returns: nil for the beginning of the directory.
    static func before(_ name: EntryName) -> [UInt8]? {
        var bytes = name.bytes
        guard let last = bytes.popLast() else { return nil }
        if last > UInt8(ascii: "!"), last < 0x7f {
            // Not `/`, which ends a name.
            bytes.append(last == UInt8(ascii: "0") ? UInt8(ascii: ".") : last - 1)
            bytes.append(UInt8(ascii: "~"))
            return bytes
        }
        // The whole of a letter goes: servers take text only.
        var rest = last
        while rest & 0xc0 == 0x80, let next = bytes.popLast() { rest = next }
        return bytes.isEmpty ? nil : bytes
    }
}
