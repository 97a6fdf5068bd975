import CLinux
import Glibc
import Synchronization

/// A thread that may block, which the cooperative pool's threads may not.
final class WorkerThread: Sendable {
    /// Nil after it was joined.
    private let handle: Mutex<pthread_t?>

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a thread; `name` has at most 15 bytes.
    ///
    /// - Throws: `.inaccessible` when the process may have no more threads.
    init(name: String, _ body: @escaping @Sendable () -> Void) throws(LocalStoreError) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                clinux_name_thread(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw LocalStoreError(.inaccessible, "pthread_create: \(String(cString: strerror(code)))")
        }
        handle = Mutex(thread)
    }

    /// Waits until the thread has ended.
    func join() {
        let thread = handle.withLock { handle in
            defer { handle = nil }
            return handle
        }
        guard let thread else { return }
        precondition(pthread_equal(thread, pthread_self()) == 0, "a thread of the store waits for its own end")
        pthread_join(thread, nil)
    }
}
