/// What was written here and could not go to the bucket, where a person finds it.
package struct ConflictCopy: Hashable, Sendable {
    package let path: String
    /// Why it may not be on the disk as it was written; nil where it is.
    package let trouble: LocalStoreError?
}
