import Glibc
import Synchronization

/// Runs asynchronous work from a synchronous thread that may wait.
enum BlockingTask {
    /// Starts `work` as a task and blocks this thread until it ends.
    ///
    /// Never call it from a task.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
        let outcome = Outcome<Value>()
        Task.detached { outcome.set(await work()) }
        return outcome.wait()
    }

    private final class Outcome<Value: Sendable>: Sendable {
        /// Guards nothing but the hand-over of one value.
        private let value = Mutex<Value?>(nil)
        /// Posted once.
        ///
        /// `nonisolated(unsafe)`: sem_t is made for use from several threads.
        private nonisolated(unsafe) let ready = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

        init() { sem_init(ready, 0, 0) }

        deinit {
            sem_destroy(ready)
            ready.deallocate()
        }

        func set(_ new: Value) {
            value.withLock { $0 = new }
            sem_post(ready)
        }

        func wait() -> Value {
            while true {
                while sem_wait(ready) != 0 && errno == EINTR {}
                if let done = value.withLock({ $0 }) { return done }
            }
        }
    }
}
