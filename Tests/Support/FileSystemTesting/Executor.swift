/// One side of the comparison: carries out operations and says what they gave.
///
/// Blocks; for plain threads.
package protocol Executor: AnyObject {
    func apply(_ operation: Operation) -> Outcome
    /// Closes every slot; what the close calls gave.
    func closeAll() -> [Outcome]
    /// Everything there is, by path.
    func tree() -> Result<[DiskPath: TreeEntry], CallError>
    /// Forgets what is cached, where there is a way to.
    func remount() throws
    /// What is wrong with the side as a whole, now that all files are closed; empty when nothing is.
    func verify(_ tree: [DiskPath: TreeEntry]) -> [String]
}

/// A path with all that is compared of it.
package struct TreeEntry: Hashable, Sendable {
    package var status: ComparedStatus
    /// A file's bytes, a link's target.
    package var content: Outcome

    package init(status: ComparedStatus, content: Outcome) {
        self.status = status
        self.content = content
    }
}
