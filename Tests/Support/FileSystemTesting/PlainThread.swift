import CLinux
import Glibc
import Synchronization

/// Threads of the tests: system calls on a mount served by this process must never hold a thread of the cooperative pool.
package enum PlainThread {
    private final class Job {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// pthread_create(3): runs `body` on a new thread.
    package static func start(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let job = Unmanaged.passRetained(Job(body))
        let code = pthread_create(&thread, nil, Self.enter, job.toOpaque())
        precondition(code == 0, "pthread_create: \(code)")
        pthread_detach(thread)
    }

    private static let enter: @convention(c) @Sendable (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { raw in
        if let raw { Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().body() }
        return nil
    }

    /// Runs `body` on a new thread and waits for what it returns.
    ///
    /// The thread runs a part of the calling task, so what `body` expects counts for the test that called.
    package static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withTaskExecutorPreference(PlainThreadExecutor()) { try await part(body) }
    }

    /// A function of its own: what runs on the preferred executor is a nonisolated async function.
    private static func part<Value: Sendable>(_ body: @Sendable () throws -> Value) async throws -> Value {
        try body()
    }

    /// Waits, on a plain thread, for what a task returns.
    package static func wait<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
        let box = Box<Value>()
        Task.detached {
            do { box.set(.success(try await body())) } catch { box.set(.failure(error)) }
        }
        return try box.wait().get()
    }

    private final class Box<Value: Sendable>: Sendable {
        private let value = Mutex<Result<Value, any Error>?>(nil)
        private let semaphore: Semaphore = Semaphore()

        func set(_ result: Result<Value, any Error>) {
            value.withLock { $0 = result }
            semaphore.signal()
        }

        func wait() -> Result<Value, any Error> {
            semaphore.wait()
            guard let result = value.withLock({ $0 }) else { preconditionFailure("signalled without a value") }
            return result
        }
    }
}
