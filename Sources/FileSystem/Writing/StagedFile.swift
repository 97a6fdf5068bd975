import LocalStore
import ObjectStore
import Synchronization

/// What a dirty or once-written open file holds: one per inode, shared by its handles.
///
/// The content is a sparse local file laid over an object version, the base. Where bytes are `missing` they are the
/// base's, elsewhere they are the local file's; what was never written there is zero. Changes are byte-exact, so that
/// writing never has to fetch.
///
/// Writers wait while a publish reads the content, so that an object is one moment's content. Readers never wait for
/// that.
final class StagedFile: Sendable {
    /// One GET of missing bytes under way.
    struct Fetch {
        let range: Range<Int64>
        let result = SharedResult<Void, WriteError>()
        var task: Task<Void, Never>?
        /// How many callers wait for it; at none it is given up.
        var interest: Int
    }

    struct State {
        var size: Int64
        var base: BaseVersion?
        /// Bytes that only the base has; a subset of `unchanged`.
        ///
        /// Nothing is ever added.
        var missing: RangeSet
        /// Bytes that the base has too, at the same place.
        var unchanged: RangeSet
        var isDirty: Bool
        /// Where the content belongs, for the journal; nil where there is to be none.
        var target: StagingTarget?
        /// Nothing is to be made of the content any more: no journal tells of it.
        var isForsaken = false
        /// What a mount that ended early has left is as it was left.
        var isAsLeft = false
        /// The multipart upload that is open, or could not be aborted.
        var upload: MultipartUpload?
        /// The end of the publish that reads the content.
        var publishing: SharedResult<Void, Never>?
        var fetches: [UInt64: Fetch] = [:]
        var nextFetch: UInt64 = 0
        /// Where the last fetch for a reader ended, and how much the next one there brings.
        var fetchEnd: Int64 = -1
        var fetchSize: Int64 = 0
    }

    let staging: StagingArea
    let file: StagingFile
    let store: any ObjectStore
    let configuration: WriteConfiguration
    /// Bounds the bytes that are in memory on their way from the base, of all files together.
    let memory: AsyncGate

    /// Serialises changes of the local file with what `State` says of them.
    ///
    /// Held across a write into the page cache, which delays only other writers of this file; they come one at a time
    /// from the kernel anyway. Before `state`. With it the journal, which says the same on the disk: there is one while
    /// the content is dirty and has a target.
    let content: Mutex<StagingJournal?>
    /// What the local file's bytes mean.
    ///
    /// After `content`; nothing is called while it is held.
    let state: Mutex<State>

    /// - Parameters:
    ///   - base: what the file holds at first; nil for a new, empty file.
    ///   - store: brings base bytes, and takes what is published.
    ///   - memory: one for all files of a mount.
    /// - Throws: `.noSpace` or `.io` when there is no local file to be had.
    init(
        staging: StagingArea,
        base: BaseVersion?,
        store: any ObjectStore,
        configuration: WriteConfiguration,
        memory: AsyncGate
    ) throws(WriteError) {
        self.staging = staging
        self.store = store
        self.configuration = configuration
        self.memory = memory
        let size = base?.size ?? 0
        do {
            file = try staging.makeFile()
            if size > 0 { try file.truncate(to: size) }
        } catch {
            throw WriteError(local: error)
        }
        content = Mutex(nil)
        state = Mutex(
            State(
                size: size,
                base: base,
                missing: RangeSet(0..<size),
                unchanged: RangeSet(0..<size),
                isDirty: base == nil
            )
        )
    }

    /// A new, empty file, which has nothing to fetch.
    convenience init(staging: StagingArea, base: Never?, store: any ObjectStore) throws(WriteError) {
        try self.init(
            staging: staging, base: BaseVersion?.none, store: store, configuration: WriteConfiguration(),
            memory: AsyncGate())
    }

    /// Goes on with what a mount that ended early has left.
    init(
        staging: StagingArea,
        left: LeftStaging,
        store: any ObjectStore,
        configuration: WriteConfiguration,
        memory: AsyncGate
    ) {
        self.staging = staging
        self.store = store
        self.configuration = configuration
        self.memory = memory
        file = left.file
        let content = StagedContent(left.records, size: left.size)
        self.content = Mutex(left.journal)
        state = Mutex(
            State(
                size: left.size,
                base: content.base,
                missing: content.missing,
                unchanged: content.unchanged,
                isDirty: true,
                target: left.target,
                isAsLeft: true,
                upload: content.upload
            )
        )
    }

    /// Bytes.
    var size: Int64 { state.withLock { $0.size } }

    /// Whether the content differs from what is published; true for a new file until its first publish.
    var isDirty: Bool { state.withLock { $0.isDirty } }

    /// The version that unchanged bytes come from; after a publish, the published one.
    var base: BaseVersion? { state.withLock { $0.base } }

    /// Whether every byte is here, and the base is not needed any more.
    var isWhole: Bool { state.withLock { $0.missing.isEmpty } }

    /// The largest size that can be published.
    var maximumSize: Int64 { configuration.limits(store.capabilities).maximumSize }

    /// After a rename: the base has the same bytes under another key.
    func relocateBase(key: ObjectKey, etag: ETag) {
        state.withLock { state in
            guard let base = state.base else { return }
            state.base = BaseVersion(key: key, etag: etag, size: base.size)
        }
    }

    /// Keeps the content on the local disk for a person to find.
    ///
    /// What is still missing is zero in the copy: call `makeWhole()` first where the base is still there.
    ///
    func keepConflictCopy(name: String) throws(WriteError) -> ConflictCopy {
        let copy: ConflictCopy
        do {
            copy = try staging.keepConflictCopy(file, name: name, size: size)
        } catch {
            throw WriteError(local: error)
        }
        forsake()
        return copy
    }

    /// Makes a change when no publish reads the content.
    ///
    /// Only a publish is waited for.
    ///
    /// - Throws: what `change` throws, and `.cancelled`.
    func whenIdle(_ change: (inout StagingJournal?) throws(WriteError) -> Void) async throws(WriteError) {
        while true {
            let publishing = try content.withLock { journal throws(WriteError) -> SharedResult<Void, Never>? in
                if let publishing = state.withLock({ $0.publishing }) { return publishing }
                try change(&journal)
                return nil
            }
            guard let publishing else { return }
            guard await publishing.outcome() != nil else { throw .cancelled }
        }
    }
}
