import LocalStore
import ObjectStore

/// What the bytes of a staging file mean, as its journal tells it.
struct StagedContent: Hashable, Sendable {
    var base: BaseVersion?
    /// As `StagedFile.State` has them.
    var missing = RangeSet()
    var unchanged = RangeSet()
    /// The content was on its way to here, and nothing was changed since.
    var publishing: StagingTarget?
    /// The multipart upload that was open.
    var upload: MultipartUpload?

    /// - Parameter size: the staging file's own, which is the content's.
    init(_ records: [StagingRecord], size: Int64) {
        for record in records { apply(record) }
        // What was cut off just before the end is not noted.
        missing.remove(size..<Int64.max)
        unchanged.remove(size..<Int64.max)
    }

    private mutating func apply(_ record: StagingRecord) {
        switch record {
        case .boot: break
        case .content(let base, let missing, let unchanged):
            self.base = base
            self.missing = RangeSet()
            for range in missing { self.missing.insert(range) }
            self.unchanged = RangeSet()
            for range in unchanged { self.unchanged.insert(range) }
            publishing = nil
        case .target:
            publishing = nil
        case .publishing(let target):
            publishing = target
        case .written(let range):
            missing.remove(range)
            unchanged.remove(range)
            publishing = nil
        case .fetched(let range):
            missing.remove(range)
        case .spoiled(let range):
            unchanged.remove(range)
            publishing = nil
        case .cut(let size):
            missing.remove(size..<Int64.max)
            unchanged.remove(size..<Int64.max)
            publishing = nil
        case .upload(let upload):
            self.upload = upload
        case .uploadEnded:
            upload = nil
        }
    }
}
