import FUSE
import ObjectStore

extension DirectoryLoader {
    /// Asks for one name alone: one HEAD of the object and one LIST of what is below it.
    func probe(_ name: EntryName, in directory: Inode) async throws(StoreError) -> Inode? {
        let (question, moment) = namespace.locked { state in
            (
                (
                    directory.key, namespace.keyPart(name, isDirectory: false, in: directory),
                    namespace.keyPart(name, isDirectory: true, in: directory)
                ),
                namespace.beginRequest(directory, &state)
            )
        }
        defer { namespace.locked { state in namespace.endRequest(directory, &state) } }
        let (base, filePart, directoryPart) = question
        async let object = head(filePart.map { base + $0.bytes })
        async let below = firstKeys(under: directoryPart.map { (base + $0.bytes, $0.isContinuation) })
        let (head, list) = (await object, await below)
        let metadata = try head.get()
        let keysBelow = try list.get()
        let hasBelow = !keysBelow.objects.isEmpty || !keysBelow.commonPrefixes.isEmpty
        let (isThere, found) = namespace.locked { state -> (Bool, Inode?) in
            guard directory.key == base else { return (false, nil) }
            var page = ListPage(objects: [], commonPrefixes: [], next: nil)
            if let info = metadata?.info { page.objects = [info] }
            if let directoryPart, directoryPart.isContinuation {
                // Which long components begin so is for their own keys to say.
                page.objects += keysBelow.objects
                page.commonPrefixes += keysBelow.commonPrefixes
            } else if hasBelow, let directoryPart {
                page.commonPrefixes = [base + directoryPart.bytes]
            }
            _ = namespace.apply(page, to: directory, moment: moment, &state)
            if let inode = directory.directory?.children[name], !inode.isDirectory, let metadata, inode.isPublished {
                namespace.learn(inode, metadata, moment: moment, &state)
            }
            // Not by `find`: with a short time-to-live the answer may be old by the time it is here.
            if metadata != nil || hasBelow, let inode = directory.directory?.children[name] { return (true, inode) }
            if let known = directory.directory?.children[name], !known.isNewer(than: moment), known.isPublished,
                !known.isKept
            {
                namespace.lose(known, moment, &state)
            }
            directory.directory?.note(missing: name, until: namespace.nextExpiry)
            return (true, directory.directory?.children[name])
        }
        // Renamed meanwhile: what it has is under another key.
        return isThere ? found : try await probe(name, in: directory)
    }

    private func head(_ key: ObjectKey?) async -> Result<ObjectMetadata?, StoreError> {
        guard let key else { return .success(nil) }
        do throws(StoreError) { return .success(try await store.head(key)) } catch {
            return error.reason == .notFound ? .success(nil) : .failure(error)
        }
    }

    private func firstKeys(under prefix: (key: ObjectKey, isContinuation: Bool)?) async -> Result<ListPage, StoreError>
    {
        guard let prefix else { return .success(ListPage(objects: [], commonPrefixes: [], next: nil)) }
        do throws(StoreError) {
            let request =
                prefix.isContinuation
                ? ListRequest(prefix: prefix.key, delimiter: UInt8(ascii: "/"))
                : ListRequest(prefix: prefix.key, maxKeys: 1)
            return .success(try await store.list(request))
        } catch { return .failure(error) }
    }

    /// Whether any key but `except`, what is below that, and the marker itself is in a directory.
    ///
    /// At most one LIST; none when it is known.
    ///
    /// - Parameter isLookedUp: the kernel has looked a name of the directory up in the same call.
    func hasOthers(
        in directory: Inode, except: ObjectKey?, isLookedUp: Bool = false
    ) async throws(StoreError) -> Bool {
        let (key, known): (ObjectKey, Bool?) = namespace.locked { _ in
            let key = directory.key
            guard let until = directory.directory?.completeUntil,
                namespace.isBelieved(until, isLookedUp: isLookedUp)
            else { return (key, nil) }
            if directory.directory?.hiddenCount ?? 0 > 0 { return (key, true) }
            let isOther = directory.directory?.children.values.contains { child in
                child.isPublished && (except == nil || child.key != except)
            }
            return (key, isOther ?? false)
        }
        if let known { return known }
        return try await listsOthers(in: key, except: except)
    }

    /// `hasOthers` as the bucket says it.
    ///
    /// One LIST.
    func listsOthers(in key: ObjectKey, except: ObjectKey?, markerCounts: Bool = false) async throws(StoreError) -> Bool
    {
        let removed = namespace.locked { state in state.pendingDeletes.keys.count { $0.hasPrefix(key) } }
        let page = try await store.list(
            ListRequest(prefix: key, delimiter: UInt8(ascii: "/"), maxKeys: min(1000, 3 + removed)))
        return namespace.locked { state in
            page.commonPrefixes.contains { $0 != except }
                || page.objects.contains {
                    (markerCounts || $0.key != key) && $0.key != except && state.pendingDeletes[$0.key] == nil
                }
        }
    }
}
