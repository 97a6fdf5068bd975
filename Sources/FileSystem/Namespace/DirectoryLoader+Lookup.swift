import FUSE
import ObjectStore

extension DirectoryLoader {
    /// Finds a name, asking the bucket where the tree does not know.
    ///
    /// One LIST of the directory, which then answers for its other names too; in a directory of more than two pages one
    /// HEAD and one LIST, at the same time, for each name, or while the directory is read one LIST that answers for the
    /// names after it, too. In `--posix` mode one HEAD for a version not seen before.
    ///
    /// - Parameter isLookedUp: the kernel has looked the name up in the same call, and heard of its answer.
    /// - Returns: nil when there is no such name.
    func resolve(
        _ name: EntryName, in directory: Inode, isLookedUp: Bool = false
    ) async throws(StoreError) -> Inode? {
        for _ in 0..<4 {
            guard let inode = try await find(name, in: directory, isLookedUp) else { return nil }
            // It may have been forgotten since it was found.
            if namespace.locked({ state in namespace.keep(inode, &state) }) { return inode }
        }
        throw StoreError(.unavailable, "the name has another inode each time it is found")
    }

    private func find(
        _ name: EntryName, in directory: Inode, _ isLookedUp: Bool
    ) async throws(StoreError) -> Inode? {
        // Again where the directory has proved to be large.
        for _ in 0..<2 {
            let (found, isLarge) = namespace.locked { _ in
                (
                    namespace.find(name, in: directory, isLookedUp: isLookedUp),
                    directory.directory?.isLarge ?? false
                )
            }
            switch found {
            case .inode(let inode): return inode
            case .missing: return nil
            case .unknown: break
            }
            let known = namespace.locked { _ in directory.directory?.children[name] }
            if let known, known.expiry > ContinuousClock.now {
                // Only its stored attributes are not known yet.
                do throws(StoreError) { return try await confirm(known) } catch  where error.reason == .notFound {
                    return nil
                }
            }
            if isLarge {
                switch try await listAhead(from: name, in: directory) {
                case .inode(let inode): return inode
                case .missing: return nil
                case .unknown: return try await probe(name, in: directory)
                }
            }
            guard let fetch = listing(of: directory) else { break }
            do throws(StoreError) {
                switch try await shown(name, by: fetch, in: directory) {
                case .inode(let inode): return inode
                case .missing: return nil
                case .unknown: continue
                }
            } catch  where error.reason == .notFound { return nil }
        }
        return try await probe(name, in: directory)
    }

    /// A listing of a directory that tells of now, or of what is believed now.
    ///
    /// - Returns: nil where there is no such listing to come, and a name is better asked for alone.
    private func listing(of directory: Inode) -> DirectoryFetch? {
        namespace.locked { state in
            // Of a directory that is known whole only this name is to be asked for anew.
            if let until = directory.directory?.completeUntil, namespace.isBelieved(until) { return nil }
            if let fetch = directory.directory?.fetch,
                !namespace.isBelieved(fetch.begun + namespace.configuration.metadataTTL)
            {
                return nil
            }
            return entries(of: directory, isRead: false, &state)
        }
    }

    /// What a listing says of a name: waits until it shows that, ends, or proves to be of more than two pages.
    ///
    /// Not what the tree believes: with a short time-to-live the answer may be old by the time it is here.
    private func shown(
        _ name: EntryName, by fetch: DirectoryFetch, in directory: Inode
    ) async throws(StoreError) -> Namespace.Found {
        var position = 0
        while true {
            switch fetch.step(at: position) {
            case .end:
                let (known, isWhole) = namespace.locked { _ in
                    (directory.directory?.children[name], directory.directory?.completeUntil != nil)
                }
                if let known { return try await withAttributes(known) }
                // Not whole: names were forgotten meanwhile.
                return isWhole ? .missing(.zero) : .unknown
            // Nobody reads the directory any more: the name is asked for alone.
            case .failed(let error) where error.reason == .cancelled: return .unknown
            case .failed(let error): throw error
            case .entries(let inodes):
                let (inode, isLarge) = namespace.locked { _ in
                    let shown = inodes.first { $0.name == name && $0.parent === directory }
                    return (
                        shown.flatMap { $0.isForgotten ? $0 : directory.directory?.children[name] },
                        directory.directory?.isLarge == true
                    )
                }
                if let inode { return try await withAttributes(inode) }
                if isLarge { return .unknown }
                position += inodes.count
            case .wait:
                if namespace.locked({ _ in directory.directory?.isLarge ?? false }) { return .unknown }
                try await fetch.wait(for: position)
            }
        }
    }

    /// With `--posix` one HEAD, where the listing could not learn a file's stored attributes.
    private func withAttributes(_ inode: Inode) async throws(StoreError) -> Namespace.Found {
        let isIncomplete = namespace.locked { _ in namespace.lacksAttributes(inode) }
        return .inode(isIncomplete ? try await confirm(inode) : inode)
    }
}
