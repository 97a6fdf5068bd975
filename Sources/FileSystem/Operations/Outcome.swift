import Synchronization

/// The result of a shared task, read by one who waits for it.
final class Outcome: Sendable {
    private let result = Mutex<Result<Void, FileSystemError>?>(nil)

    func set(_ value: Result<Void, FileSystemError>) { result.withLock { $0 = value } }

    /// - Throws: what the task failed with. Call after it has ended.
    func get() throws(FileSystemError) { try result.withLock { $0 }?.get() }
}
