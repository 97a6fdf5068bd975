import Glibc

/// A few threads for calls that wait for a disk: neither tasks nor transfers stand still for them.
///
/// `@unchecked`: `mutex` guards every variable.
final class BlockingThreads: @unchecked Sendable {
    /// Those of the process: begun when needed, ended when idle.
    static let shared = BlockingThreads(maximum: 4)

    private static let idleSeconds = 2

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private let maximum: Int
    private var jobs: [@Sendable () -> Void] = []
    private var first = 0
    private var threads = 0
    private var idle = 0

    init(maximum: Int) {
        self.maximum = maximum
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `work` on one of the threads, in its turn.
    func submit(_ work: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(mutex)
        jobs.append(work)
        let waiting = jobs.count - first
        if idle >= waiting || threads == maximum {
            pthread_cond_signal(condition)
            pthread_mutex_unlock(mutex)
            return
        }
        threads += 1
        pthread_mutex_unlock(mutex)
        // Without any thread more, those that are there do it, or else the caller.
        if !DetachedThread.start({ self.serve() }) { serve(once: true) }
    }

    /// Runs `work` on one of the threads and waits for it without holding one.
    func run<Success: Sendable>(
        _ operation: String, _ work: @escaping @Sendable () throws -> Success
    ) async throws(S3Error) -> Success {
        let result: Result<Success, S3Error> = await withCheckedContinuation { continuation in
            submit {
                do {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(.local(error, operation)))
                }
            }
        }
        return try result.get()
    }

    /// Runs `work` on a thread of its own: the other end of a pipe may have nothing to say for hours.
    static func alone<Success: Sendable>(
        _ operation: String, _ work: @escaping @Sendable () throws -> Success
    ) async throws(S3Error) -> Success {
        let result: Result<Success, S3Error> = await withCheckedContinuation { continuation in
            let job: @Sendable () -> Void = {
                do {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(.local(error, operation)))
                }
            }
            if !DetachedThread.start(job) { shared.submit(job) }
        }
        return try result.get()
    }

    private func serve(once: Bool = false) {
        pthread_mutex_lock(mutex)
        while let job = next(waits: !once) {
            pthread_mutex_unlock(mutex)
            job()
            pthread_mutex_lock(mutex)
        }
        threads -= 1
        pthread_mutex_unlock(mutex)
    }

    /// The oldest job; nil after a while without any.
    ///
    /// The mutex is held.
    private func next(waits: Bool) -> (@Sendable () -> Void)? {
        while first == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            first = 0
            guard waits else { return nil }
            var end = timespec()
            clock_gettime(CLOCK_REALTIME, &end)
            end.tv_sec += Self.idleSeconds
            idle += 1
            let result = pthread_cond_timedwait(condition, mutex, &end)
            idle -= 1
            if result == ETIMEDOUT, first == jobs.count { return nil }
        }
        defer { first += 1 }
        let job = jobs[first]
        jobs[first] = {}
        if first >= 256 {
            jobs.removeFirst(first)
            first = 0
        }
        return job
    }
}
