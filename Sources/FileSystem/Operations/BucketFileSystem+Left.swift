import FUSE
import LocalStore
import Logging
import ObjectStore
import Synchronization
import SystemPackage

/// Files that a mount that ended early has left on the disk, not stored yet.
extension BucketFileSystem {
    /// Shows the files that mounts that are dead have left as they were written, and begins to store them.
    ///
    /// No request before it returns, but for a file that no name can show. Each then costs what its close would have, and
    /// a HEAD where the mount was storing it when it ended. Call before anything is served.
    package func takeOverLeft() async {
        guard !configuration.readOnly else { return }
        let (left, problems) = local.staging.takeOver { $0.hasPrefix(configuration.prefix) }
        for problem in problems { log.error("what a mount has left cannot be stored", metadata: ["why": "\(problem)"]) }
        for one in left { await takeOver(one) }
    }

    private func takeOver(_ left: LeftStaging) async {
        let staged = StagedFile(
            staging: local.staging, left: left, store: store, configuration: writing, memory: fetchMemory)
        let key = left.target.key
        guard !left.isDamaged else {
            return log.error(
                "a file that a mount has left is not stored: its journal is damaged",
                metadata: ["key": "\(key)", "what": "\(keepCopy(of: staged, key.description))"])
        }
        let content = StagedContent(left.records, size: left.size)
        // What was not synchronised may be there in part, with zeros for the rest: nothing good is to be replaced by it.
        guard !left.isFromOtherBoot else {
            return log.error(
                "a file that a mount has left is not stored: the system was started anew since",
                metadata: ["key": "\(key)", "what": "\(keepCopy(of: staged, key.description))"])
        }
        guard let inode = show(left, content, staged) else {
            // Another file has the name, or none can have it.
            return await storeUnseen(staged, left, content)
        }
        log.notice(
            "storing what a mount that ended early has written",
            metadata: ["key": "\(key)", "bytes": "\(left.size)"])
        pending.add { await self.storePending(inode) }
    }

    /// Makes the file what has been left of it.
    ///
    /// - Returns: nil where no name shows the key, or something that is written to has it already.
    private func show(_ left: LeftStaging, _ content: StagedContent, _ staged: StagedFile) -> Inode? {
        let target = left.target
        var info = ObjectInfo(key: target.key, size: content.base?.size ?? 0, etag: nil, lastModified: left.modified)
        if case .matches(let etag) = target.precondition { info.etag = etag }
        return namespace.locked { [info] state in
            guard let inode = namespace.show(info, &state), inode.isRegular, !inode.isWritten else { return nil }
            state.sequence += 1
            inode.changeSequence = state.sequence
            inode.isPublished = info.etag != nil
            inode.attributes = target.attributes
            inode.stored = StoredAttributes(target.attributes.userMetadata)
            inode.content.state.withLock { state in
                state.staged = staged
                state.precondition = target.precondition
                state.isPending = true
                // The local file tells of what was written after the last change of the attributes was noted.
                let isLater = content.publishing == nil && left.modified > target.moment
                state.modified = isLater ? FileTime(left.modified) : inode.stored.modified
                state.left = LeftPublish(
                    publishing: content.publishing, upload: content.upload, size: left.size, modified: left.modified)
            }
            return inode
        }
    }

    /// Stores what no name can show, or keeps it as a conflict copy.
    private func storeUnseen(_ staged: StagedFile, _ left: LeftStaging, _ content: StagedContent) async {
        let key = left.target.key
        do throws(StoreError) {
            // One that cannot be aborted is left to a lifecycle rule of the bucket: the content comes first.
            if let upload = content.upload, (try? await store.abortUpload(upload)) != nil { staged.noteUpload(nil) }
            _ = try await staged.publish(
                to: key, attributes: left.target.attributes,
                if: configuration.overwritesConflicts ? nil : left.target.precondition ?? .absent)
            log.notice("stored what a mount that ended early has written", metadata: ["key": "\(key)"])
        } catch {
            guard error.reason == .preconditionFailed || !FileSystemError(error, .name).isTransient else {
                staged.leave()
                return note(FileSystemError(error, .name), "storing what a mount has left")
            }
            log.error(
                "what a mount that ended early has written is not stored",
                metadata: ["key": "\(key)", "what": "\(keepCopy(of: staged, key.description))", "why": "\(error)"])
        }
    }

    /// Ends what a mount that ended early has begun: aborts its upload, and finds out whether the bucket has the content
    /// already.
    ///
    /// At most one AbortMultipartUpload and one HEAD, once. Call with the inode's gate held.
    ///
    /// - Returns: whether it has; what was changed since is still to be stored.
    @discardableResult
    func reconcile(_ inode: Inode, _ staged: StagedFile) async throws(FileSystemError) -> Bool {
        guard let left = inode.content.state.withLock({ $0.left }) else { return false }
        var isStored = false
        if let upload = left.upload { try await abort(upload, of: inode, staged) }
        let (key, precondition) = namespace.locked { _ in
            (inode.key, inode.content.state.withLock { $0.precondition })
        }
        // Without a condition what is there may be replaced, but not what came after the file was written.
        if left.publishing != nil || precondition == nil, !configuration.overwritesConflicts {
            let found: ObjectMetadata?
            do throws(StoreError) { found = try await store.head(key) } catch {
                guard error.reason == .notFound else { throw FileSystemError(error, .inode) }
                found = nil
            }
            if let found, let etag = found.info.etag, Self.isStored(left, as: found) {
                let stored = StoredObject(
                    etag: etag, versionID: found.versionID, lastModified: found.info.lastModified)
                // What was not fetched of the base is in this version too.
                staged.relocateBase(key: key, etag: etag)
                staged.noteStored(as: stored, key: key)
                published(inode, key, left.size, stored, left.publishing?.attributes ?? found.attributes)
                isStored = true
            } else if precondition == nil {
                inode.content.state.withLock { state in
                    // Servers tell whole seconds, rounded down: within the same one it may be newer.
                    let isOlder = found.map { $0.info.lastModified.seconds < left.modified.seconds } ?? false
                    state.precondition = isOlder ? found?.info.etag.map { .matches($0) } : .absent
                }
            }
        }
        inode.content.state.withLock { $0.left = nil }
        return isStored
    }

    private func abort(
        _ upload: MultipartUpload, of inode: Inode, _ staged: StagedFile
    ) async throws(FileSystemError) {
        do throws(StoreError) {
            try await store.abortUpload(upload)
            staged.noteUpload(nil)
        } catch {
            switch error.reason {
            // Completed, or aborted already.
            case .uploadMissing, .notFound: staged.noteUpload(nil)
            // It is to be stored all the same.
            case .accessDenied, .unsupported, .rejected:
                note(FileSystemError(error, .inode), "abort of an upload that a mount has left")
            default: throw FileSystemError(error, .inode)
            }
        }
        inode.content.state.withLock { $0.left?.upload = nil }
    }

    /// Whether an object is what was being stored: as large, and with the attributes that nothing else was given.
    ///
    /// The times are of nanoseconds, and one of them changes with each write and each change of attributes.
    static func isStored(_ left: LeftPublish, as found: ObjectMetadata) -> Bool {
        guard let publishing = left.publishing, found.info.size == left.size else { return false }
        let (there, ours) = (found.attributes.userMetadata, publishing.attributes.userMetadata)
        let names = ["mode", "uid", "gid", "mtime", "ctime"]
        return ours["mtime"] != nil && names.allSatisfy { there[$0] == ours[$0] }
    }
}
