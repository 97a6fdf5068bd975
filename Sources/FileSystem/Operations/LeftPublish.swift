import LocalStore
import ObjectStore

/// What a mount that ended early may have done with a file's content, for the one that goes on with it.
struct LeftPublish: Sendable {
    /// How the content was being stored when the mount ended; nil when it was not.
    let publishing: StagingTarget?
    /// A multipart upload that was open.
    var upload: MultipartUpload?
    /// How much there was to store, in bytes.
    let size: Int64
    /// When the content was changed last.
    let modified: Timestamp
}
