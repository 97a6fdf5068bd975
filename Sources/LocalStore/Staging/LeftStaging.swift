package import ObjectStore

/// What a mount that ended early has left of one file, taken over from it.
package struct LeftStaging: Sendable {
    package let file: StagingFile
    package let journal: StagingJournal
    /// In the order in which they were noted.
    package let records: [StagingRecord]
    /// Where the content belongs: the last that was noted.
    package let target: StagingTarget
    /// Something in the journal is not what was written into it: what the bytes mean is not known for sure.
    package let isDamaged: Bool
    /// The system was started anew since: bytes that were noted may have been lost on their way to the disk.
    package let isFromOtherBoot: Bool
    /// Bytes.
    package let size: Int64
    /// When the file was changed last.
    package let modified: Timestamp

    /// Lets both files stay for the next mount.
    package func leave() {
        file.leave()
        journal.leave()
    }
}
