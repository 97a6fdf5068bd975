package import ObjectStore

/// Where the content of a staging file belongs: what is needed to store it without who wrote it.
package struct StagingTarget: Hashable, Sendable {
    package var key: ObjectKey
    /// What must be true of the key; nil where whatever is there may be replaced.
    package var precondition: Precondition?
    /// What is stored with the bytes.
    package var attributes: ObjectAttributes
    /// When this was so: bytes that were written later have a later time than `attributes` say.
    package var moment: Timestamp

    package init(key: ObjectKey, precondition: Precondition?, attributes: ObjectAttributes, moment: Timestamp) {
        self.key = key
        self.precondition = precondition
        self.attributes = attributes
        self.moment = moment
    }
}
