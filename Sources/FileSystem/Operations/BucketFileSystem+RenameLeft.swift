import LocalStore
import Logging
import ObjectStore

/// Renames of directories that could be neither done nor undone when they should have been.
extension BucketFileSystem {
    /// Settles what a mount has left behind that was killed: renames of directories, and files removed while open.
    ///
    /// Call before anything is served: nobody sees a rename half done.
    package func settleLeft() async {
        guard !configuration.readOnly else { return }
        let prefix = configuration.prefix
        let left = local.renames.take { $0.source.hasPrefix(prefix) && $0.target.hasPrefix(prefix) }
        for path in left.damaged {
            log.error(
                "the journal of a rename is damaged: compare the two directories, and remove it",
                metadata: ["journal": "\(path)"])
        }
        // One after the other: a later one may be of what an earlier one has left.
        for rename in left.logs { await settle(rename) }
        await removeLeftOrphans()
        await takeOverLeft()
    }

    /// Settles the renames of this mount whose objects could not be removed.
    func settleUnsettled() async {
        for rename in local.renames.unsettled { await settle(rename) }
    }

    /// Finishes a rename whose copies were all made; undoes another one.
    ///
    /// What cannot be done now is left to the next mount.
    private func settle(_ rename: RenameLog) async {
        let head = rename.head
        let settlement = RenameSettlement(store: store, rename: rename)
        let names: Logger.Metadata = ["from": "\(head.source)", "to": "\(head.target)"]
        do throws(StoreError) {
            let isCommitted = rename.record.isCommitted
            let remains = try await isCommitted ? settlement.finish() : settlement.rollBack(checksSources: true)
            if let remains {
                note(remains, of: head)
                if let first = remains.failures.first { throw first.error }
                let what = isCommitted ? "finished" : "undone"
                log.notice("a rename that was interrupted is \(what)", metadata: names)
            } else {
                log.error(
                    "a rename was interrupted, and the old directory has changed since: both are left as they are",
                    metadata: names)
            }
            rename.end()
        } catch {
            log.error(
                "a rename that was interrupted is left to the next mount",
                metadata: names.merging(["why": "\(error)"]) { $1 })
        }
    }

    /// Removes the copies of a rename that has failed, or leaves that to the end of the mount.
    func undo(_ rename: RenameLog) async {
        let head = rename.head
        do throws(StoreError) {
            let settlement = RenameSettlement(store: store, rename: rename)
            if let remains = try await settlement.rollBack(checksSources: false) {
                note(remains, of: head)
                if let first = remains.failures.first { throw first.error }
            }
            rename.end()
        } catch { note(FileSystemError(error, .name), "rename: removing copies") }
    }

    /// Logs what a rename has left in the bucket.
    func note(_ remains: RenameSettlement.Remains, of head: RenameRecord.Head) {
        let names: Logger.Metadata = ["from": "\(head.source)", "to": "\(head.target)"]
        func some(_ keys: [ObjectKey]) -> Logger.Metadata {
            let first = keys.prefix(3).map(\.description).joined(separator: ", ")
            return names.merging(["keys": "\(first)", "count": "\(keys.count)"]) { $1 }
        }
        if !remains.others.isEmpty {
            log.notice("other clients' objects stay where they are after a rename", metadata: some(remains.others))
        }
        if !remains.uncopied.isEmpty {
            log.warning("objects stay under their old names: their copies are gone", metadata: some(remains.uncopied))
        }
        if !remains.failures.isEmpty {
            log.error("objects could not be removed after a rename", metadata: some(remains.failures.map(\.key)))
        }
    }
}
