import LocalStore
import ObjectStore
import Synchronization

/// What the disk is told beside the bytes, so that the next mount finds them when this one is killed.
///
/// A record follows what it tells of. It is written only where `missing` or `unchanged` change: for a new or truncated
/// file the local file's own size says everything, so that writing one in order costs no record.
extension StagedFile {
    /// Says where the content belongs: from here on the disk knows it while it is dirty.
    ///
    /// No lock may be held. A full disk is no failure here: the next change finds it.
    func aim(at target: StagingTarget) {
        content.withLock { journal in
            let isNew = state.withLock { state in
                guard !state.isForsaken else { return false }
                state.target = target
                return true
            }
            // With the content, since a rename gives the base another key.
            if isNew { try? journal?.append([contentRecord, .target(target)]) }
        }
    }

    /// Says that the content is to be nobody's any more: what is left of it at a kill is not published.
    func forsake() {
        content.withLock { journal in
            state.withLock { state in
                state.target = nil
                state.isForsaken = true
            }
            journal?.end()
            journal = nil
        }
    }

    /// Lets the content stay on the disk for the next mount when this object goes.
    ///
    /// - Returns: whether it does: whether there is a journal.
    @discardableResult
    func leave() -> Bool {
        content.withLock { journal in
            guard let journal else { return false }
            journal.leave()
            file.leave()
            return true
        }
    }

    /// Whether what a mount that ended early has left is as it was left.
    var isAsLeft: Bool { state.withLock { $0.isAsLeft } }

    /// The bucket turned out to have all of the content, stored by a mount that did not hear of it.
    ///
    /// - Parameter stored: the version that is there.
    func noteStored(as stored: StoredObject, key: ObjectKey) {
        content.withLock { journal in
            state.withLock { state in
                guard state.isAsLeft, state.publishing == nil else { return }
                take(stored, key, &state)
            }
            guard !isDirty else { return }
            journal?.end()
            journal = nil
        }
    }

    /// Makes a published version the base.
    func take(_ stored: StoredObject, _ key: ObjectKey, _ state: inout State) {
        state.base = BaseVersion(key: key, etag: stored.etag, size: state.size, versionID: stored.versionID)
        state.unchanged = RangeSet(0..<state.size)
        state.isDirty = false
        state.isAsLeft = false
        state.upload = nil
        if state.target != nil {
            state.target?.key = key
            state.target?.precondition = .matches(stored.etag)
        }
    }

    /// Notes the upload that is open, or that there is none.
    ///
    /// A mount that does not hear of one leaves it to a lifecycle rule of the bucket.
    func noteUpload(_ upload: MultipartUpload?) {
        content.withLock { journal in
            state.withLock { $0.upload = upload }
            try? journal?.append([upload.map { .upload($0) } ?? .uploadEnded])
        }
    }

    // MARK: - With `content` held

    /// Has a journal that tells of everything so far, before a change.
    ///
    /// - Throws: `.noSpace` or `.io` where the disk does not take it: then nothing may be changed, lest a write that was
    ///   acknowledged is not found after a kill.
    func openJournal(_ journal: inout StagingJournal?) throws(WriteError) {
        do throws(LocalStoreError) {
            if let journal {
                guard journal.isBehind || journal.isLong, let target = state.withLock({ $0.target }) else { return }
                do throws(LocalStoreError) {
                    try journal.rewrite(everything(target))
                } catch {
                    // A long one that says everything will do.
                    if journal.isBehind { throw error }
                }
            } else if let target = state.withLock({ $0.target }) {
                journal = try staging.makeJournal(of: file, everything(target))
            }
        } catch {
            throw WriteError(local: error)
        }
    }

    /// Notes a change that has been made.
    ///
    /// - Throws: `.noSpace` or `.io`; the next change says everything anew.
    func note(_ record: StagingRecord, _ journal: StagingJournal?) throws(WriteError) {
        guard let journal else { return }
        do { try journal.append([record]) } catch { throw WriteError(local: error) }
    }

    /// What a journal begins with.
    private func everything(_ target: StagingTarget) -> [StagingRecord] {
        let upload = state.withLock { $0.upload }
        return [contentRecord, .target(target)] + (upload.map { [.upload($0)] } ?? [])
    }

    /// All that is known of the bytes.
    private var contentRecord: StagingRecord {
        state.withLock { state in
            .content(base: state.base, missing: state.missing.ranges, unchanged: state.unchanged.ranges)
        }
    }
}
